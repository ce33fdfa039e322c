import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { portalConfig } from '../__testUtils__/portal';
import { PluginConfig, readConfig } from '../config';
import { InventoryStore } from './InventoryStore';
import { OwnershipStore } from './owners/OwnershipStore';

jest.setTimeout(60_000);

const id = 'pp-1';
const before = '2026-11-01T00:00:00.000Z';
const after = '2026-11-01T00:00:01.000Z';
const owner = 'group:default/team-payments';

const launched = {
  id,
  name: 'uploads',
  arn: 'arn:aws:servicecatalog:eu-central-1:111111111111:stack/uploads/pp-1',
  type: 'CFN_STACK',
  status: 'UNDER_CHANGE',
  productId: 'prod-1',
  productName: 'Bucket',
  versionId: 'pa-1',
  versionName: 'v1',
  tags: [],
};

/** Waits until some work has ended, or waits itself for a transaction to end. */
async function untilBlocked(tx: Knex, work: Promise<unknown>): Promise<void> {
  let hasEnded = false;
  work.finally(() => {
    hasEnded = true;
  });
  const isPostgres = tx.client.config.client.includes('pg');
  // In SQLite there is one connection, and the transaction has it.
  let isBlocked = !isPostgres;
  while (!hasEnded && !isBlocked) {
    const { rows } = await tx.raw(
      'select pid from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
    );
    isBlocked = rows.length > 0;
  }
}

describe('InventoryStore', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;
    let store: InventoryStore;
    let config: PluginConfig;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      const data = portalConfig('http://127.0.0.1:1');
      config = readConfig(mockServices.rootConfig({ data }));
      store = new InventoryStore(config, {
        createMasks: async () => new Map(),
      });
    });

    const write = (tx: Knex) =>
      store.writePage(tx, 'sandbox', [launched], before);
    const assign = (tx: Knex) =>
      store.assignOwner(tx, {
        target: 'sandbox',
        provisionedProductId: id,
        owner,
        source: 'order',
        at: after,
      });

    const adopt = (tx: Knex) =>
      new OwnershipStore(config).adopt(
        tx,
        { target: 'sandbox', id },
        { owner, at: after },
      );

    it.each([
      ['the sync sees it before the order is noted', 'order', write, assign],
      ['the order is noted before the sync sees it', 'order', assign, write],
      ['the sync sees it before it is adopted', 'adopted', write, adopt],
      ['it is adopted before the sync sees it', 'adopted', adopt, write],
    ])(
      'never lists a launch without its owner: %s',
      async (_, source, first, second) => {
        const tx = await knex.transaction();
        await first(tx);
        const other = knex.transaction<unknown>(second);
        await untilBlocked(tx, other);
        await tx.commit();
        await other;
        expect(await knex('provisioned_products')).toMatchObject([
          { id, owner_ref: owner, owner_source: source },
        ]);
      },
    );
  });
});
