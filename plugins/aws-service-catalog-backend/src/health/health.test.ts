import { createTestDatabases } from '../__testUtils__/databases';
import { component } from '../__testUtils__/entities';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { outboxChannels } from '../orders/outbox/OutboxStore';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('GET /health of orders, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  const start = () =>
    world.start({
      entities: [component('payments-api', 'group:default/team-payments')],
    });
  const ask = async (portal: OrderPortal) => {
    const { status, body } = await portal.getAnonymously('/health');
    return { code: status, ...body };
  };
  /** Lets time pass in which the copies of the targets stay fresh. */
  const pass = async (portal: OrderPortal, seconds: number) => {
    world.emulator.clock.advance(seconds);
    await Promise.all(['sandbox', 'production'].map(portal.sync));
  };

  it('notices orders that nobody works on, and events that nobody delivers', async () => {
    const portal = await start();
    const { id } = await world.orderBucket(portal);
    await pass(portal, 299);
    expect(await ask(portal)).toMatchObject({
      code: 200,
      status: 'ok',
      orders: { status: 'ok', lagSeconds: 299 },
      outbox: { status: 'ok', lagSeconds: 299, setAside: 0 },
    });
    await pass(portal, 11);
    const late = await ask(portal);
    expect(late).toMatchObject({
      code: 503,
      status: 'failed',
      database: 'ok',
      targets: 'ok',
      orders: { status: 'late', lagSeconds: 310 },
      outbox: { status: 'ok', lagSeconds: 310 },
    });
    // Whoever asks is nobody: no word of what is where, and whose.
    expect(JSON.stringify(late)).not.toMatch(
      /sandbox|production|\d{12}|bucket|payments/i,
    );
    await pass(portal, 600);
    expect(await ask(portal)).toMatchObject({
      code: 503,
      outbox: { status: 'late', lagSeconds: 910 },
    });

    await portal.finish(id);
    await portal.tick(11);
    await pass(portal, 0);
    expect(await ask(portal)).toMatchObject({
      code: 200,
      status: 'ok',
      orders: { status: 'ok', lagSeconds: 0 },
      outbox: { status: 'ok', lagSeconds: 0 },
    });
  });

  it('is degraded while AWS keeps a target from being worked in, or events were given up', async () => {
    const portal = await start();
    await world.orderBucket(portal);
    await world
      .knex('order_outbox')
      .update({ set_aside_at: '2026-11-01T00:00:00.000Z' });
    const setAside = outboxChannels.length;
    expect(await ask(portal)).toMatchObject({
      code: 200,
      status: 'degraded',
      outbox: { status: 'ok', setAside },
    });
    world.emulator.faults.add({ kind: 'http503', account: '111111111111' });
    await portal.tick(11);
    expect(await ask(portal)).toMatchObject({
      code: 200,
      status: 'degraded',
      pausedTargets: 1,
    });
    await world.knex('order_outbox').delete();
  });

  it('says so when the database does not answer', async () => {
    const portal = await start();
    await world.knex.schema.renameTable('sync_states', 'gone');
    expect(await ask(portal)).toEqual({
      code: 503,
      status: 'failed',
      database: 'failed',
      targets: 'pending',
    });
    await world.knex.schema.renameTable('gone', 'sync_states');
    expect(await ask(portal)).toMatchObject({ code: 200 });
  });
});
