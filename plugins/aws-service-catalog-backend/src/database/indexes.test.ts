import { mockCredentials } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { anOrder } from '../__testUtils__/orders';
import { Caller } from '../authorize';
import { OrderQueries } from '../orders/OrderQueries';
import { OrderTurns } from '../orders/OrderTurns';
import { ProvisionedProductStore } from '../provisionedProducts';

jest.setTimeout(60_000);

const operator: Caller = {
  credentials: mockCredentials.user('user:default/platform-engineer'),
  principal: 'user',
  userEntityRef: 'user:default/platform-engineer',
  ownershipEntityRefs: ['user:default/platform-engineer'],
  isOperator: true,
  targets: new Map([
    ['sandbox', []],
    ['production', []],
  ]),
};

/** How a database would run the last of the queries that some work makes. */
async function explainLast(
  knex: Knex,
  work: () => Promise<unknown>,
): Promise<string> {
  const queries: { sql: string; bindings: Knex.RawBinding[] }[] = [];
  const note = (query: (typeof queries)[number]) => queries.push(query);
  knex.on('query', note);
  await work();
  knex.off('query', note);
  const { sql, bindings } = queries[queries.length - 1];
  const isPostgres = knex.client.config.client.includes('pg');
  return knex.transaction(async tx => {
    if (isPostgres) {
      // A table without rows is read as a whole otherwise.
      await tx.raw('set local enable_seqscan = off');
    }
    const statement = sql.replace(/\$\d+/g, '?');
    return JSON.stringify(
      await tx.raw(
        `${isPostgres ? 'explain' : 'explain query plan'} ${statement}`,
        bindings,
      ),
    );
  });
}

describe('an index serves', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;
    beforeAll(async () => {
      knex = await databases.init(databaseId);
    });

    it('the question whether a name is taken', async () => {
      const store = new ProvisionedProductStore(knex);
      const plan = await explainLast(knex, () =>
        store.isNameTaken(['sandbox', 'production'], 'uploads'),
      );
      expect(plan).toContain('provisioned_products_name_idx');
    });

    it('the question whose turn it is', async () => {
      const order = {
        ...anOrder({ state: 'queued' }),
        chainEnd: { sequence: 1, hash: '' },
      };
      const plan = await explainLast(knex, () =>
        new OrderTurns([order.product.id]).isTurnOf(knex, order),
      );
      expect(plan).toMatch(/orders_(open|due|state_due)_idx/);
    });

    it("an entity's orders", async () => {
      const queries = new OrderQueries(knex);
      const plan = await explainLast(knex, () =>
        queries.list(
          operator,
          { result: 'allow' },
          { entityRef: 'component:default/payments-api', limit: 50 },
        ),
      );
      expect(plan).toContain('orders_entity_idx');
    });
  });
});
