import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { portalConfig, startPortal, TestPortal } from '../__testUtils__/portal';

jest.setTimeout(180_000);

/** How many provisioned products there are in each of three targets; `inventory-sync` of the benchmarks takes 100,000 in all. */
const COUNT = 1_000;

const places = [
  { name: 'sandbox', accountId: '111111111111', region: 'eu-central-1' },
  { name: 'sandbox-us', accountId: '111111111111', region: 'us-east-1' },
  { name: 'production', accountId: '222222222222', region: 'eu-central-1' },
];

/** A stack with one product, and `COUNT` provisioned products of it. */
function seedOf({ name }: (typeof places)[number]) {
  const resources: Record<string, object> = {
    Portfolio: {
      Type: 'AWS::ServiceCatalog::Portfolio',
      Properties: { DisplayName: 'Storage', ProviderName: 'Platform' },
    },
    Access: {
      Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
      Properties: {
        PortfolioId: { Ref: 'Portfolio' },
        PrincipalARN: {
          'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:user/emulator',
        },
        PrincipalType: 'IAM',
      },
    },
    Product: {
      Type: 'AWS::ServiceCatalog::CloudFormationProduct',
      Properties: {
        Name: 'Bucket',
        Owner: 'Platform',
        ProvisioningArtifactParameters: [
          { Name: 'v1', Info: { LoadTemplateFromURL: 'bucket.json' } },
        ],
      },
    },
    InPortfolio: {
      Type: 'AWS::ServiceCatalog::PortfolioProductAssociation',
      Properties: {
        PortfolioId: { Ref: 'Portfolio' },
        ProductId: { Ref: 'Product' },
      },
    },
  };
  for (let index = 0; index < COUNT; index++) {
    resources[`Bucket${index}`] = {
      Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
      DependsOn: ['InPortfolio', 'Access'],
      Properties: {
        ProvisionedProductName: `${name}-${index}`,
        ProductId: { Ref: 'Product' },
        ProvisioningArtifactName: 'v1',
        Tags: [{ Key: 'stage', Value: 'dev' }],
      },
    };
  }
  return { Resources: resources };
}

describe('the sync of many provisioned products', () => {
  const databases = createTestDatabases();
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scale-'));
    writeFileSync(
      join(folder, 'bucket.json'),
      JSON.stringify({ Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;
    let emulator: TestEmulator;
    let portal: TestPortal;
    let writes: string[];

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      emulator = await startEmulator();
      for (const place of places) {
        const { accountId, region } = place;
        const template = seedOf(place);
        await emulator.seed({ accountId, region, folder, template });
      }
      emulator.clock.advance(600);
      writes = [];
      knex.on('query', ({ sql }: { sql: string }) => {
        if (/^(insert|update|delete)[^(]*provisioned_products/i.test(sql)) {
          writes.push(sql);
        }
      });
      const config = portalConfig(emulator.url);
      const plugin = config.awsServiceCatalog as JsonObject;
      emulator.calls.clear();
      portal = await startPortal({
        knex,
        emulator,
        config: {
          ...config,
          awsServiceCatalog: {
            ...plugin,
            targets: places.map(place => ({
              ...place,
              endpoint: emulator.url,
              owners: [],
            })),
          },
        },
      });
    });
    afterAll(async () => {
      await portal?.stop();
      await emulator?.close();
    });

    const searches = () =>
      emulator.calls.count({ operation: 'SearchProvisionedProducts' });
    const countRows = async (where: object = {}) => {
      const [{ total }] = await knex('provisioned_products')
        .where(where)
        .count({ total: '*' });
      return Number(total);
    };
    const syncAgain = async () => {
      emulator.clock.advance(60);
      emulator.calls.clear();
      writes.length = 0;
      await portal.runTasks('sync-');
      return new Date(emulator.clock.now()).toISOString();
    };

    it('takes one call for each 100, and one statement for each page', async () => {
      expect(searches()).toBe((places.length * COUNT) / 100);
      expect(writes).toHaveLength((places.length * COUNT) / 100);
      for (const { name } of places) {
        expect(await countRows({ target: name })).toBe(COUNT);
      }
    });

    it('writes nothing when nothing has changed', async () => {
      await syncAgain();
      expect(searches()).toBe((places.length * COUNT) / 100);
      expect(writes).toEqual([]);
    });

    it('writes what has changed, and nothing beside', async () => {
      const [place] = places;
      await knex('provisioned_products')
        .where({ target: place.name })
        .whereIn('name', [`${place.name}-0`, `${place.name}-999`])
        .update({ digest: 'as before a change in AWS', status: 'TAINTED' });
      const readAt = await syncAgain();
      expect(await countRows({ read_at: readAt })).toBe(2);
      expect(await countRows({ status: 'AVAILABLE' })).toBe(
        places.length * COUNT,
      );
      expect(writes.length).toBeLessThanOrEqual(2);
    });
  });
});
