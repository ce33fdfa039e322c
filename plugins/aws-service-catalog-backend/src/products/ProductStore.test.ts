import { createTestDatabases } from '../__testUtils__/databases';
import { ProductStore } from './ProductStore';

jest.setTimeout(60_000);

const at = '2026-11-01T00:00:00.000Z';

describe('ProductStore', () => {
  const databases = createTestDatabases();

  it.each(databases.eachId)(
    'reads versions and paths of the targets asked for only, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      // A product that is shared among accounts has the same id in each.
      for (const target of ['production', 'sandbox']) {
        const product = { target, product_id: 'prod-1' };
        await knex('products').insert({
          target,
          id: 'prod-1',
          name: 'Bucket',
          sort_name: 'bucket',
          search_text: 'bucket',
          provider: 'Platform',
          type: 'CLOUD_FORMATION_TEMPLATE',
          digest: 'd',
          read_at: at,
        });
        await knex('product_versions').insert({
          ...product,
          id: `pa-${target}`,
          position: 0,
          name: 'v1',
          guidance: 'DEFAULT',
        });
        await knex('launch_paths').insert({
          ...product,
          id: `lpv3-${target}`,
          portfolio_name: 'Storage',
        });
      }
      let rowsRead = 0;
      const count = (rows: unknown[]) => {
        rowsRead += rows.length;
      };
      knex.on('query-response', count);
      const found = await new ProductStore(knex).find('sandbox', 'prod-1');
      knex.off('query-response', count);
      expect(found).toMatchObject({
        target: 'sandbox',
        versions: [{ id: 'pa-sandbox' }],
        paths: [{ id: 'lpv3-sandbox' }],
      });
      // The product, its version, its path.
      expect(rowsRead).toBe(3);
    },
  );
});
