import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { component } from '../__testUtils__/entities';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../__testUtils__/replicas';
import { OrderTurns } from './OrderTurns';
import { fromOrderRow, OrderRow } from './orderRows';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const PAYMENTS = 'group:default/team-payments';
const SEARCH = 'group:default/team-search';

describe.each(databases.eachId)('a serial product, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [plainBucket, { ...plainBucket, name: 'Account' }],
    production: [{ ...plainBucket, name: 'Account' }],
  });
  let portal: OrderPortal;
  let other: OrderPortal;
  let count = 0;

  const start = () => {
    const config = orderPortalConfig(world.emulator.url);
    return world.start({
      entities: [
        component('payments-api', PAYMENTS),
        component('search-api', SEARCH),
      ],
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          reconcile: { serialProducts: ['Account'] },
        },
      },
    });
  };

  beforeEach(async () => {
    portal = await start();
    other = await start();
  });

  /** Orders an account, a second after whatever was ordered before. */
  async function order(
    options: { product?: string; target?: string; user?: string } = {},
  ): Promise<OrderDetail> {
    const { product = 'Account', target = 'sandbox', user } = options;
    count += 1;
    world.emulator.clock.advance(1);
    return portal.order(
      await portal.launchOf(product, {
        name: `account-${count}`,
        target,
        parameters: {},
      }),
      user,
    );
  }

  const statesOf = (orders: OrderDetail[]) =>
    Promise.all(
      orders.map(async ({ id }) => (await world.readStored(id)).state),
    );

  it('has one order at a time in AWS, oldest first, over all replicas', async () => {
    const orders = [await order(), await order(), await order()];
    const elsewhere = await order({ target: 'production' });
    const bucket = await order({ product: 'Bucket' });
    world.emulator.calls.clear();
    await Promise.all([portal.tick(), other.tick()]);
    expect(await statesOf([...orders, elsewhere, bucket])).toEqual([
      'running',
      'queued',
      'queued',
      'running',
      'running',
    ]);

    const ended: string[] = [];
    for (let round = 0; round < 60 && ended.length < 3; round++) {
      const states = await statesOf(orders);
      expect(states.filter(state => state === 'running').length).toBeLessThan(
        2,
      );
      orders.forEach(({ id }, index) => {
        if (states[index] === 'succeeded' && !ended.includes(id)) {
          ended.push(id);
        }
      });
      await (round % 2 ? other : portal).tick(5);
    }
    expect(ended).toEqual(orders.map(({ id }) => id));
    expect(world.emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(
      5,
    );
  });

  it('says what an order waits for, and no more than its reader may know', async () => {
    const first = await order();
    const mine = await order();
    const theirs = await order({ user: 'search-dev' });
    await portal.tick();
    expect(await portal.read(first.id)).not.toHaveProperty('waiting');
    expect((await portal.read(mine.id)).waiting).toEqual({
      reason: 'product',
      message:
        'One order for this product at a time goes to AWS, and another one goes first.',
      ahead: 1,
      orderId: first.id,
    });
    expect((await portal.read(theirs.id, 'search-dev')).waiting).toEqual({
      reason: 'product',
      message:
        'One order for this product at a time goes to AWS, and 2 others go first.',
      ahead: 2,
    });
    const { digest, actions } = await portal.read(mine.id);
    expect(actions.cancel.allowed).toBe(true);
    await portal.post(`/orders/${mine.id}/cancel`, { digest }, 'payments-dev');
    expect((await portal.finish(first.id)).state).toBe('succeeded');
    expect((await portal.finish(theirs.id, 'search-dev')).state).toBe(
      'succeeded',
    );
  });

  it('is held up by one that AWS does not end, and not by one that was set aside', async () => {
    world.emulator.faults.add({
      kind: 'stuck',
      operation: 'ProvisionProduct',
      count: 1,
    });
    const [stuck, next] = [await order(), await order()];
    await portal.tick();
    await portal.tick(3 * 60 * 60);
    await portal.tick(60);
    expect((await portal.read(stuck.id)).alarm).toMatchObject({
      code: 'stuck',
    });
    expect(await statesOf([stuck, next])).toEqual(['running', 'queued']);

    const row = world.knex<OrderRow>('orders').where({ id: stuck.id });
    const stored = await row.clone().first();
    await row
      .clone()
      .update({ progress: '{', due_at: new Date(0).toISOString() });
    await portal.tick(60);
    await portal.tick(60);
    expect((await portal.read(stuck.id)).alarm?.code).toBe('set-aside');
    expect((await portal.finish(next.id)).state).toBe('succeeded');
    await row
      .clone()
      .update({ progress: stored?.progress, state: 'failed', due_at: null });
  });

  it('lets one go of two that two replicas take for the next', async () => {
    const [older, newer] = [await order(), await order()];
    const rows = (ids: string[]) =>
      world.knex<OrderRow>('orders').whereIn('id', ids);
    await rows([older.id]).update({ state: 'awaiting-approval' });
    const turns = new OrderTurns(['Account']);
    const submit = (id: string, then: () => Promise<void> = async () => {}) =>
      world.knex.transaction(async tx => {
        const row = await tx<OrderRow>('orders').where({ id }).first();
        await tx<OrderRow>('orders').where({ id }).update({
          state: 'submitting',
        });
        await turns.take(tx, fromOrderRow(row!));
        await then();
      });

    let second: Promise<void> | undefined;
    // The older one is approved, and its replica does not see what is not committed yet.
    await submit(newer.id, async () => {
      second = submit(older.id);
      second.catch(() => {});
      if (databaseId.startsWith('POSTGRES')) {
        await Promise.race([second.catch(() => {}), waitForBlocked()]);
      }
    });
    await expect(second).rejects.toThrow(
      `It is not the turn of order ${older.id}`,
    );
    expect(await statesOf([older, newer])).toEqual([
      'awaiting-approval',
      'submitting',
    ]);
    await rows([older.id, newer.id]).update({ state: 'cancelled' });
  });

  /** Returns when a transaction waits for another. */
  async function waitForBlocked(): Promise<void> {
    for (let blocked = 0; blocked === 0; ) {
      const { rows } = await world.knex.raw(
        'select count(*)::int as blocked from pg_locks where not granted',
      );
      blocked = rows[0].blocked;
    }
  }
});
