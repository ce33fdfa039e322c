import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { temporaryFolder } from './testUtils.mjs';
import {
  environmentFor,
  findHeaders,
  findOnPath,
  isSuitableNode,
} from './toolchain.mjs';

it('knows the releases of Node.js that the repository is developed with', () => {
  assert.deepEqual(
    ['18.20.0', '20.20.2', '22.11.0', '22.12.0', '22.23.3', '24.21.0'].filter(
      isSuitableNode,
    ),
    ['22.12.0', '22.23.3'],
  );
  assert.equal(isSuitableNode(undefined), false);
});

it('finds the headers of exactly one release of Node.js, also as npm packs them', t => {
  const folder = temporaryFolder(t);
  const node = join(folder, 'node', 'bin', 'node');
  const headers = join(
    folder,
    `node/node_modules/node-${process.platform}-${process.arch}`,
  );
  mkdirSync(join(headers, 'include', 'node'), { recursive: true });
  writeFileSync(
    join(headers, 'include', 'node', 'node_version.h'),
    '#define NODE_MAJOR_VERSION 22\n#define NODE_MINOR_VERSION 23\n#define NODE_PATCH_VERSION 3\n',
  );
  assert.equal(findHeaders(node, '22.23.3'), headers);
  assert.equal(findHeaders(node, '22.23.4'), undefined);
});

it('puts the chosen programs first and drops the headers of another Node.js', () => {
  const env = environmentFor(
    { node: process.execPath, yarn: '/somewhere/yarn' },
    { PATH: '/usr/bin', npm_config_nodedir: '/usr', HOME: '/home/me' },
  );
  assert.deepEqual(env.PATH.split(':'), [
    dirname(process.execPath),
    '/somewhere',
    '/usr/bin',
  ]);
  assert.notEqual(env.npm_config_nodedir, '/usr');
  assert.equal(env.HOME, '/home/me');
  assert.equal(findOnPath('node', env.PATH), process.execPath);
});
