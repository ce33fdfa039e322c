import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { takeLock } from './lock.mjs';
import { eventually, startNode, temporaryFolder } from './testUtils.mjs';

const hold = file => `
  import { takeLock } from './lock.mjs';
  const lock = takeLock(${JSON.stringify(file)}, { url: 'http://first' });
  lock.update({ url: 'http://first', children: [{ pid: 1 }] });
  console.log(lock.held);
  setInterval(() => {}, 1000);`;

it('lets one process in at a time and names it to the others', async t => {
  const file = join(temporaryFolder(t), 'data', 'portal.lock');
  const { child, line } = await startNode(t, hold(file));
  assert.equal(line, 'true');
  const second = takeLock(file, { url: 'http://second' });
  assert.equal(second.held, false);
  assert.equal(second.holder.pid, child.pid);
  assert.equal(second.holder.url, 'http://first');
});

it('takes over from a process that was killed, with what that had noted', async t => {
  const file = join(temporaryFolder(t), 'portal.lock');
  const { child } = await startNode(t, hold(file));
  child.kill('SIGKILL');
  await eventually(() => child.signalCode !== null);
  const second = takeLock(file);
  assert.equal(second.held, true);
  assert.deepEqual(second.leftover.children, [{ pid: 1 }]);
  second.release();
  assert.equal(existsSync(file), false);
});
