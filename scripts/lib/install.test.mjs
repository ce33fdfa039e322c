import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { ensureInstalled, installDigest, isInstalled } from './install.mjs';
import { UserError } from './messages.mjs';
import { temporaryFolder } from './testUtils.mjs';

function repository(t) {
  const root = temporaryFolder(t);
  mkdirSync(join(root, 'packages', 'one'), { recursive: true });
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ workspaces: ['packages/*', 'plugins/*'] }),
  );
  writeFileSync(join(root, 'packages', 'one', 'package.json'), '{}');
  writeFileSync(join(root, 'yarn.lock'), '# lock');
  writeFileSync(join(root, '.yarnrc.yml'), 'nodeLinker: node-modules');
  return root;
}

it('judges by content: manifests, lock file, settings and the ABI of Node.js', t => {
  const root = repository(t);
  const digests = new Set([installDigest(root, '127')]);
  utimesSync(join(root, 'yarn.lock'), 1, 1);
  writeFileSync(
    join(root, 'packages', 'one', 'package.json'),
    JSON.stringify({ scripts: { start: 'node .' } }),
  );
  digests.add(installDigest(root, '127'));
  assert.equal(digests.size, 1);

  digests.add(installDigest(root, '137'));
  for (const [file, text] of [
    ['yarn.lock', '# other lock'],
    ['.yarnrc.yml', 'nodeLinker: pnp'],
    ['packages/one/package.json', '{"name":"one"}'],
    ['package.json', JSON.stringify({ workspaces: ['packages/*'], name: 'x' })],
  ]) {
    writeFileSync(join(root, file), text);
    digests.add(installDigest(root, '127'));
  }
  mkdirSync(join(root, 'packages', 'two'));
  writeFileSync(join(root, 'packages', 'two', 'package.json'), '{}');
  digests.add(installDigest(root, '127'));
  assert.equal(digests.size, 7);
});

/** A program in Yarn's place, for what the real one does only when something is wrong. */
function programInPlaceOfYarn(root, script) {
  const yarn = join(root, 'yarn');
  writeFileSync(yarn, `#!/bin/sh\necho run >> runs\n${script}\n`);
  chmodSync(yarn, 0o755);
  return { node: process.execPath, yarn };
}

it('gives up at the first package that no server answers for', async t => {
  const root = repository(t);
  const toolchain = programInPlaceOfYarn(
    root,
    `echo '➤ YN0001: │ RequestError: getaddrinfo EAI_AGAIN registry.yarnpkg.com'; exec sleep 600`,
  );
  await assert.rejects(ensureInstalled({ root, toolchain }), error => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /^No network: the npm registry/);
    return true;
  });
  assert.equal(isInstalled(root), false);
});

it('shows what Yarn says when it fails, and tries again the next time', async t => {
  const root = repository(t);
  const toolchain = programInPlaceOfYarn(
    root,
    `echo '➤ YN0002: │ a remark'; echo '➤ YN0028: │ The lockfile would have been modified'; exit 1`,
  );
  for (const runs of ['run\n', 'run\nrun\n']) {
    await assert.rejects(ensureInstalled({ root, toolchain }), error => {
      assert.match(error.message, /exit code 1.*\n.*YN0028/);
      assert.doesNotMatch(error.message, /YN0002/);
      return true;
    });
    assert.equal(readFileSync(join(root, 'runs'), 'utf8'), runs);
  }
});
