import { randomBytes } from 'node:crypto';
import { createTestDatabases } from '../__testUtils__/databases';
import { anOrder } from '../__testUtils__/orders';
import { migrationsDirectory } from '../database/migrate';
import { beginOrder } from './advanceOrder';
import { DecisionStore } from './approvals/DecisionStore';
import { orderStates } from './orderMachine';
import { OrderStore } from './OrderStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';

jest.setTimeout(60_000);

const databases = createTestDatabases();

describe('the migration of orders', () => {
  it.each(databases.eachId)(
    'goes down with an order in every state, and up again on %s',
    async id => {
      const knex = await databases.init(id);
      const box = new SecretBox([{ id: 'key', secret: randomBytes(32) }]);
      const secrets = new OrderSecretStore(box);
      const store = new OrderStore(secrets);
      const decisions = new DecisionStore();
      const insertAll = async () => {
        for (const state of orderStates) {
          const { order, event } = beginOrder(anOrder({ state }), 'Ordered.');
          await store.insert(knex, order, event);
          await secrets.replace(
            knex,
            await secrets.seal(knex, order.id, { Password: 'hunter22' }),
          );
          await secrets.replace(
            knex,
            await secrets.seal(knex, order.id, { Password: 'hunter23' }),
            { keepTraces: true },
          );
          await store.addRecord(knex, order, {
            id: `rec-${order.id}`,
            provisionedProductId: 'pp-1',
          });
          await knex('order_approvers').insert({
            order_id: order.id,
            approver: 'group:default/platform-engineering',
          });
          await decisions.add(knex, order, {
            by: 'user:default/platform-engineer',
            decision: 'approved',
            at: order.createdAt,
          });
        }
      };
      const tables = [
        'order_approvers',
        'order_decisions',
        'order_secrets',
        'order_secret_traces',
        'order_events',
        'order_records',
        'order_outbox',
      ];

      await insertAll();
      for (const table of tables) {
        expect((await knex(table).select()).length).toBeGreaterThanOrEqual(9);
      }
      // What belongs to an order goes with it.
      await knex('orders').delete();
      for (const table of tables) {
        expect(await knex(table).select()).toEqual([]);
      }

      await insertAll();
      const config = { directory: migrationsDirectory };
      // The newest first, until the orders are gone.
      while (await knex.schema.hasTable('orders')) {
        await knex.migrate.down(config);
      }
      for (const table of ['orders', 'order_target_claims', ...tables]) {
        expect(await knex.schema.hasTable(table)).toBe(false);
      }
      expect(await knex.schema.hasTable('products')).toBe(true);
      await knex.migrate.latest(config);
      await insertAll();
      expect(await knex('orders').pluck('state')).toEqual(
        expect.arrayContaining([...orderStates]),
      );
    },
  );
});
