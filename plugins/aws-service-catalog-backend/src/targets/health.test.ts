import { Knex } from 'knex';
import { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { portalConfig, startPortal, TestPortal } from '../__testUtils__/portal';

jest.setTimeout(60_000);

const START = '2026-11-01T00:00:00.000Z';

describe('GET /health', () => {
  const databases = createTestDatabases();
  let emulator: TestEmulator;
  let portal: TestPortal;
  let knex: Knex;

  const start = async (sync?: object) => {
    const { awsServiceCatalog, ...config } = portalConfig(emulator.url);
    portal = await startPortal({
      knex,
      emulator,
      config: {
        ...config,
        awsServiceCatalog: { ...(awsServiceCatalog as object), sync },
      },
    });
  };
  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    emulator = await startEmulator({ sandbox: [{ name: 'Bucket' }] });
  });
  afterEach(async () => {
    await portal?.stop();
    await emulator?.close();
  });

  const health = async () => {
    const { status, body } = await portal.getAnonymously('/health');
    return { code: status, ...body };
  };
  const idle = {
    pausedTargets: 0,
    orders: { status: 'ok', lagSeconds: 0 },
    leases: { status: 'ok', lagSeconds: 0 },
    outbox: { status: 'ok', lagSeconds: 0, setAside: 0 },
  };
  const problems = async () => {
    const { body } = await portal.get('/targets', 'payments-dev');
    return body.items.map(({ syncError }: TargetStatus) => syncError);
  };

  it('says since when a copy is too old, although no sync has failed', async () => {
    await start();
    expect(await health()).toEqual({
      ...idle,
      code: 200,
      status: 'ok',
      database: 'ok',
      targets: 'ok',
      syncedAt: START,
    });
    emulator.clock.advance(30 * 60);
    expect(await problems()).toEqual([undefined, undefined]);

    emulator.clock.advance(1);
    expect(await health()).toEqual({
      ...idle,
      code: 503,
      status: 'failed',
      database: 'ok',
      targets: 'stale',
      syncedAt: START,
    });
    const late = 'No sync has succeeded for longer than it should take.';
    expect(await problems()).toEqual([late, late]);

    await portal.sync('sandbox');
    expect(await problems()).toEqual([undefined, late]);
    await portal.sync('production');
    expect(await health()).toEqual({
      ...idle,
      code: 200,
      status: 'ok',
      database: 'ok',
      targets: 'ok',
      syncedAt: '2026-11-01T00:30:01.000Z',
    });
  });

  it('reports syncs that never get ready in time', async () => {
    emulator.faults.add({ kind: 'slow', delayMilliseconds: 200 });
    await start({ timeout: { milliseconds: 20 } });
    expect(await health()).toEqual({
      ...idle,
      code: 200,
      status: 'degraded',
      database: 'ok',
      targets: 'failed',
    });
    await portal.sync('sandbox');
    const late = 'A sync takes longer than it is given.';
    expect(await problems()).toEqual([late, late]);
  });

  it('does not wait for the first sync for ever', async () => {
    await start();
    await knex('sync_states').delete();
    expect(await health()).toMatchObject({ status: 'ok', targets: 'pending' });
    emulator.clock.advance(30 * 60 + 1);
    expect(await health()).toEqual({
      ...idle,
      code: 503,
      status: 'failed',
      database: 'ok',
      targets: 'stale',
    });
  });
});
