import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Children } from './children.mjs';
import { isRunning } from './processes.mjs';
import { eventually } from './testUtils.mjs';

/** Starts children whose lines are collected. */
function collecting(t) {
  const lines = [];
  const children = new Children({
    write: line => lines.push(line),
    colour: false,
  });
  t.after(() => children.killNow());
  return { children, lines };
}

const node = (children, name, code, options) =>
  children.start(name, process.execPath, ['-e', code], options);

it('shows every line under the name of its process, except those that are held back', async t => {
  const { children, lines } = collecting(t);
  const seen = [];
  const { exited } = node(
    children,
    'one',
    `console.log('{"url":"x"}'); console.log('hello'); console.error('oh');`,
    {
      onLine: line => {
        seen.push(line);
        return line.startsWith('{');
      },
    },
  );
  assert.equal(await exited, 'ended with exit code 0');
  await eventually(() => lines.length === 2);
  assert.deepEqual(lines.sort(), ['[one] hello', '[one] oh']);
  assert.deepEqual(seen, ['{"url":"x"}', 'hello']);
});

it('stops what was started first last, and everything below it', async t => {
  const { children, lines } = collecting(t);
  const says = `
    process.on('SIGTERM', () => { console.log('bye'); process.exit(); });
    setInterval(() => {}, 1000); console.log('up');`;
  node(children, 'first', says);
  const parent = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(says)}], {
      stdio: 'inherit',
    });
    child.on('exit', () => process.exit());
    process.on('SIGTERM', () => child.kill('SIGTERM'));`;
  node(children, 'second', parent);
  await eventually(() => lines.length === 2);
  assert.equal(children.isIdle('first'), true);
  assert.equal(children.isIdle('second'), false);
  const everything = children.identities();
  assert.equal(everything.length, 3);
  await children.stop();
  assert.deepEqual(lines.slice(2), ['[second] bye', '[first] bye']);
  assert.deepEqual(everything.filter(isRunning), []);
});

it('runs what is meant to end, and says how it failed', async t => {
  const { children, lines } = collecting(t);
  const run = code =>
    children.run('writer', process.execPath, ['-e', code], {});
  assert.equal(await run(`console.log('written')`), undefined);
  assert.equal(await run('process.exit(2)'), 'ended with exit code 2');
  assert.equal(
    await run(`process.kill(process.pid, 'SIGKILL')`),
    'ended by SIGKILL',
  );
  assert.match(
    await children.run('absent', '/no/such/program', []),
    /^did not start: /,
  );
  assert.deepEqual(lines, ['[writer] written']);

  // Its end is none that would be unexpected.
  node(children, 'broken', 'process.exit(3);');
  assert.equal(
    await children.firstUnexpectedEnd(),
    'broken ended with exit code 3',
  );
});

it('kills what does not listen', async t => {
  const { children, lines } = collecting(t);
  const { exited } = node(
    children,
    'deaf',
    `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');`,
  );
  await eventually(() => lines.length === 1);
  await children.stop({ graceMs: 200 });
  assert.equal(await exited, 'ended by SIGKILL');
});

it('tells which process ended by itself, but not those that were stopped', async t => {
  const { children } = collecting(t);
  node(children, 'steady', 'setInterval(() => {}, 1000);');
  node(children, 'broken', 'process.exit(3);');
  assert.equal(
    await children.firstUnexpectedEnd(),
    'broken ended with exit code 3',
  );
  children.start('absent', '/no/such/program', []);
  await children.stop();
  assert.throws(() => children.start('late', 'true', []), /being stopped/);
});
