import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { it } from 'node:test';
import {
  findPostgres,
  reapLeftovers,
  startPostgres,
  temporaryParent,
} from './postgres.mjs';
import { identify, isRunning } from './processes.mjs';
import { eventually, startNode, temporaryFolder } from './testUtils.mjs';

const { Client } = createRequire(
  new URL(
    '../../plugins/aws-service-catalog-backend/package.json',
    import.meta.url,
  ),
)('pg');

function available(t) {
  try {
    return findPostgres();
  } catch (error) {
    t.skip(error.message);
    return undefined;
  }
}

it('starts a server that answers, and leaves nothing behind', async t => {
  if (!available(t)) {
    return;
  }
  const server = await startPostgres();
  const client = new Client({
    connectionString: `${server.connectionString}/postgres`,
  });
  await client.connect();
  const { rows } = await client.query('show server_version');
  assert.match(rows[0].server_version, /^18\./);
  await client.end();
  const process = identify(server.pid);
  await server.stop();
  assert.equal(isRunning(process), false);
  assert.equal(existsSync(server.folder), false);
});

it('removes what a killed run left behind, and leaves a living one alone', async t => {
  if (!available(t)) {
    return;
  }
  const parent = temporaryFolder(t, temporaryParent());
  // PostgreSQL may run as another user than this test.
  chmodSync(parent, 0o755);
  const run = `
    import { startPostgres } from './postgres.mjs';
    const { folder, pid } = await startPostgres({ parent: ${JSON.stringify(
      parent,
    )} });
    console.log(JSON.stringify({ folder, pid }));
    setInterval(() => {}, 1000);`;
  const { child, line } = await startNode(t, run);
  const { folder, pid } = JSON.parse(line);
  const server = identify(pid);
  reapLeftovers(parent);
  assert.equal(isRunning(server), true);
  assert.equal(existsSync(folder), true);

  child.kill('SIGKILL');
  await eventually(() => child.signalCode !== null);
  reapLeftovers(parent);
  await eventually(() => !isRunning(server));
  assert.equal(existsSync(folder), false);
});
