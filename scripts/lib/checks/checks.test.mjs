import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runScript, temporaryFolder } from '../testUtils.mjs';
import { runCommand } from './command.mjs';
import { countJest, countNodeTests, countPlaywright } from './counts.mjs';

describe('counting', () => {
  it('counts a jest file that does not run as a failure, and names what was left out', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a' },
      { status: 'failed', fullName: 'b' },
      { status: 'pending', fullName: 'c' },
      { status: 'todo', fullName: 'd' },
    ];
    assert.deepEqual(
      countJest({
        numPassedTests: 1,
        numFailedTests: 1,
        numRuntimeErrorTestSuites: 1,
        testResults: [{ assertionResults }, { assertionResults: [] }],
      }),
      { passed: 1, failed: 2, skipped: ['c', 'd'] },
    );
  });

  it('counts a browser test that needed a second try as a failure', () => {
    const spec = (title, status) => ({ title, tests: [{ status }] });
    assert.deepEqual(
      countPlaywright({
        stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 1 },
        errors: [{}],
        suites: [
          {
            specs: [spec('a', 'expected')],
            suites: [{ specs: [spec('b', 'skipped')] }],
          },
        ],
      }),
      { passed: 2, failed: 3, skipped: ['b'] },
    );
  });

  it('counts the tests of Node.js, not the suites around them', t => {
    const file = join(temporaryFolder(t), 'some.test.mjs');
    writeFileSync(
      file,
      `import { describe, it } from 'node:test';
       describe('suite', () => {
         it('passes', () => {});
         it('fails', () => { throw new Error('no'); });
         it('is left out', { skip: true }, () => {});
       });`,
    );
    const reporter = fileURLToPath(
      new URL('nodeTestReporter.mjs', import.meta.url),
    );
    const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
    const { stdout } = spawnSync(
      process.execPath,
      ['--test', `--test-reporter=${reporter}`, file],
      { encoding: 'utf8', env },
    );
    assert.deepEqual(countNodeTests(stdout), {
      passed: 1,
      failed: 1,
      skipped: ['is left out'],
    });
  });
});

describe('a command', () => {
  const options = t => ({
    cwd: temporaryFolder(t),
    logFile: join(temporaryFolder(t), 'log'),
    timeoutMinutes: 1,
  });

  it('fails with its exit code, with all it wrote', async t => {
    const script = `console.log('out'); console.error('err'); process.exitCode = 2;`;
    const { ok, output } = await runCommand(
      [process.execPath, '-e', script],
      options(t),
    );
    assert.equal(ok, false);
    assert.match(output, /out/);
    assert.match(output, /err/);
  });

  it('fails when it takes too long, and nothing of it goes on', async t => {
    const { ok, output } = await runCommand(['sh', '-c', 'sleep 600; true'], {
      ...options(t),
      timeoutMinutes: 0.005,
    });
    assert.equal(ok, false);
    assert.match(output, /took longer/);
  });

  it('fails when the program does not exist', async t => {
    const { ok, output } = await runCommand(['/no/such/program'], options(t));
    assert.equal(ok, false);
    assert.match(output, /ENOENT/);
  });
});

describe('npm test', () => {
  for (const [args, message] of [
    [['--only', 'lnit'], /no check "lnit"[^]*lint/],
    [['--only', 'lint', 'some/path'], /"lint" takes no filters/],
    [['--onyl', 'lint'], /'--onyl'/],
  ]) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await runScript('checks/main.mjs', args);
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.equal(stdout, '0 passed, 1 failed\n');
    });
  }
});
