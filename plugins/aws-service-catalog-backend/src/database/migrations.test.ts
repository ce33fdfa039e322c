import { createTestDatabases } from '../__testUtils__/databases';
import { migrationsDirectory } from './migrate';

jest.setTimeout(60_000);

const at = '2026-11-01T00:00:00.000Z';

const product = {
  target: 'sandbox',
  id: 'prod-1',
  name: 'Bucket',
  sort_name: 'bucket',
  search_text: 'bucket',
  provider: 'Platform',
  type: 'CLOUD_FORMATION_TEMPLATE',
  digest: 'd',
  read_at: at,
};

const provisionedProduct = {
  target: 'sandbox',
  id: 'pp-1',
  name: 'Uploads',
  sort_name: 'uploads',
  arn: 'arn:aws:servicecatalog:eu-central-1:111111111111:stack/Uploads/pp-1',
  type: 'CFN_STACK',
  status: 'AVAILABLE',
  product_id: 'prod-1',
  product_name: 'Bucket',
  version_id: 'pa-1',
  version_name: 'v1',
  tags: '[]',
  created_at: at,
  digest: 'd',
  read_at: at,
};

describe('the migration of the read side', () => {
  const databases = createTestDatabases();

  it.each(databases.eachId)(
    'goes down with rows in its tables and up again on %s',
    async id => {
      const knex = await databases.init(id);
      await knex('products').insert(product);
      await knex('product_versions').insert({
        target: 'sandbox',
        product_id: 'prod-1',
        id: 'pa-1',
        position: 0,
        name: 'v1',
        guidance: 'DEFAULT',
      });
      await knex('launch_paths').insert({
        target: 'sandbox',
        product_id: 'prod-1',
        id: 'lpv3-1',
        portfolio_name: 'Storage',
      });
      await knex('provisioned_products').insert(provisionedProduct);
      await knex('outputs').insert({
        target: 'sandbox',
        provisioned_product_id: 'pp-1',
        key: 'Name',
        position: 0,
        value: 'x',
        secret: false,
      });
      await knex('records').insert({
        target: 'sandbox',
        id: 'rec-1',
        provisioned_product_id: 'pp-1',
        type: 'PROVISION_PRODUCT',
        status: 'SUCCEEDED',
        created_at: at,
        errors: '[]',
      });

      // What belongs to a row goes with it.
      await knex('products').delete();
      await knex('provisioned_products').delete();
      for (const table of [
        'product_versions',
        'launch_paths',
        'outputs',
        'records',
      ]) {
        expect(await knex(table).select()).toEqual([]);
      }

      await knex('products').insert(product);
      await knex('provisioned_products').insert(provisionedProduct);
      const config = { directory: migrationsDirectory };
      await knex.migrate.rollback(config, true);
      expect(await knex.schema.hasTable('products')).toBe(false);
      expect(await knex.schema.hasTable('provisioned_products')).toBe(false);
      await knex.migrate.latest(config);
      expect(await knex('products').select()).toEqual([]);
    },
  );
});
