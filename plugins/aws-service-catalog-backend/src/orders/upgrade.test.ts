import { randomBytes } from 'node:crypto';
import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { anOrder } from '../__testUtils__/orders';
import { migrationsDirectory } from '../database/migrate';
import { advanceOrder, beginOrder } from './advanceOrder';
import { findBrokenEvent } from './eventChain';
import { canHappen, orderEventTypes, orderStates } from './orderMachine';
import { OrderStore } from './OrderStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';
import { StoredOrder } from './StoredOrder';

jest.setTimeout(120_000);

const databases = createTestDatabases();

/** The migration that brought the orders. */
const FIRST = '20261102000000_orders.js';

const config = { directory: migrationsDirectory };

const SECRET = 'correct-horse-battery';

describe.each(databases.eachId)('an upgrade, %s', databaseId => {
  const secrets = new OrderSecretStore(
    new SecretBox([{ id: 'key', secret: randomBytes(32) }]),
  );
  const store = new OrderStore(secrets);

  it('keeps an order in every state, whichever version the portal was taken back to before', async () => {
    const knex = await databases.init(databaseId);
    const orders: StoredOrder[] = [];
    for (const state of orderStates) {
      const { order, event } = beginOrder(anOrder({ state }), 'Ordered.');
      await store.insert(knex, order, event);
      await secrets.replace(
        knex,
        await secrets.seal(knex, order.id, { Password: SECRET }),
      );
      if (isFinalOrderState(state)) {
        await secrets.wipe(knex, order.id);
      }
      await store.addRecord(knex, order, {
        id: `rec-${order.id}`,
        provisionedProductId: `pp-${order.id}`,
      });
      await store.addApprovers(knex, order.id, ['group:default/platform']);
      orders.push(order);
    }
    const tables = [
      'orders',
      'order_events',
      'order_records',
      'order_approvers',
      'order_secrets',
      'order_outbox',
    ];
    const countRows = async () =>
      Promise.all(
        tables.map(async table => (await knex(table).select()).length),
      );
    const counts = await countRows();
    const [, pending] = await knex.migrate.list(config);
    expect(pending).toEqual([]);
    const names = (await knex('knex_migrations').orderBy('id').pluck('name'))
      .map(String)
      .filter(name => name > FIRST);
    expect(names.length).toBeGreaterThan(0);

    for (let steps = 1; steps <= names.length; steps++) {
      for (let step = 0; step < steps; step++) {
        await knex.migrate.down(config);
        expect(await countRows()).toEqual(counts);
      }
      for (let step = 0; step < steps; step++) {
        await knex.migrate.up(config);
        expect(await countRows()).toEqual(counts);
      }
      expect(await knex('knex_migrations').pluck('name')).toContain(
        names[names.length - 1],
      );
    }

    for (const order of orders) {
      expect(await store.find(knex, order.id)).toEqual(order);
      const events = await store.listEvents(knex, order.id);
      expect(findBrokenEvent(events, order.chainEnd)).toBeUndefined();
    }
    for (const { id } of orders.filter(
      each => !isFinalOrderState(each.state),
    )) {
      expect(await secrets.open(knex, id)).toEqual({ Password: SECRET });
    }
    // They go on from there, in whatever way they can.
    for (const order of orders) {
      const types = orderEventTypes.filter(type =>
        canHappen(order.state, type),
      );
      for (const type of types.slice(0, 1)) {
        const next = advanceOrder(order, {
          type,
          message: 'Upgraded.',
          now: new Date('2026-02-01T00:00:00Z'),
        });
        expect(await store.save(knex, next.order, next.event)).toBeDefined();
      }
    }
  });
});
