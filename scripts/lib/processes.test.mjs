import assert from 'node:assert/strict';
import { it } from 'node:test';
import { identify, isRunning, killAll, processTree } from './processes.mjs';
import { eventually, startNode } from './testUtils.mjs';

it('tells a running process from one that ended', async t => {
  const { child } = await startNode(
    t,
    `console.log('up'); setInterval(() => {}, 1000);`,
  );
  const identity = identify(child.pid);
  assert.equal(isRunning(identity), true);
  await killAll([identity, { pid: child.pid, startTime: 'another' }]);
  assert.equal(isRunning(identity), false);
});

it('does not mistake a later process with the same id for the identified one', () => {
  assert.equal(isRunning({ ...identify(), startTime: '1' }), false);
  assert.equal(isRunning({ pid: -1 }), false);
  assert.equal(isRunning(undefined), false);
});

it('finds everything below a process', async t => {
  const { child, line } = await startNode(
    t,
    `import { spawn } from 'node:child_process';
     const { pid } = spawn('sleep', ['600']);
     process.on('exit', () => process.kill(pid));
     process.on('SIGTERM', () => process.exit());
     console.log(pid);
     setInterval(() => {}, 1000);`,
  );
  assert.deepEqual(processTree(child.pid), [child.pid, Number(line)]);
  child.kill('SIGTERM');
  await eventually(() => !isRunning({ pid: Number(line) }));
});

it('notices that the parent was killed', async t => {
  const grandchild = `
    import { watchParent } from '${new URL('processes.mjs', import.meta.url)}';
    watchParent(() => process.exit());
    setInterval(() => {}, 1000);
    console.log('watching');`;
  const { child, line } = await startNode(
    t,
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(
       grandchild,
     )}]);
     child.stdout.once('data', () => console.log(child.pid));`,
  );
  const watcher = identify(Number(line));
  assert.equal(isRunning(watcher), true);
  child.kill('SIGKILL');
  await eventually(() => !isRunning(watcher));
});
