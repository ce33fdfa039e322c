import { JsonObject } from '@backstage/types';
import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import {
  accountIds,
  startEmulator,
  TestEmulator,
} from '../__testUtils__/emulator';
import { portalConfig, startPortal, TestPortal } from '../__testUtils__/portal';

jest.setTimeout(120_000);

const payments = 'group:default/team-payments';
const search = 'group:default/team-search';
const tiny = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

/** How things come to be without an order, by name, and the tags that they then have. */
const origins: {
  name: string;
  tags: Record<string, string>;
  owner?: string;
}[] = [
  {
    name: 'by-another-portal',
    tags: {
      'backstage.io/owner': 'group:team-search',
      'backstage.io/portal': 'the-other-one',
      'backstage.io/order': '0b7a9d3e-5f64-4c1a-8a52-6f0c9d8e7a10',
      'backstage.io/requester': 'user:default/payments-dev',
    },
    owner: search,
  },
  { name: 'by-hand', tags: {}, owner: undefined },
  {
    name: 'by-terraform',
    tags: {
      'managed-by': 'terraform',
      'backstage.io/owner': payments,
      'backstage.io/entity': 'component:default/payments-api',
    },
    owner: payments,
  },
];

describe('what was not ordered here', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let emulator: TestEmulator;
    let portal: TestPortal;

    /** `sandbox` trusts owner tags, `production` does not. */
    beforeEach(async () => {
      const products = (accountId: string) => [
        { name: 'Bucket', versions: { v1: tiny } },
        {
          name: 'Cluster',
          type: 'EXTERNAL' as const,
          versions: { v1: tiny },
          launchRoleArn: `arn:aws:iam::${accountId}:role/launch`,
        },
      ];
      emulator = await startEmulator({
        sandbox: products(accountIds.sandbox),
        production: products(accountIds.production),
      });
      const targets = createTestTargets(emulator);
      for (const target of targets.list()) {
        for (const { name, tags } of origins) {
          await launch(emulator, target, { product: 'Bucket', name, tags });
        }
        await launch(emulator, target, {
          product: 'Cluster',
          name: 'with-an-engine',
          tags: { 'backstage.io/owner': payments },
        });
      }
      const config = portalConfig(emulator.url);
      const plugin = config.awsServiceCatalog as JsonObject;
      const [sandbox, production] = plugin.targets as JsonObject[];
      portal = await startPortal({
        knex: await databases.init(databaseId),
        emulator,
        config: {
          ...config,
          awsServiceCatalog: {
            ...plugin,
            targets: [{ ...sandbox, trustOwnerTags: true }, production],
          },
        },
      });
    });
    afterEach(async () => {
      await portal?.stop();
      await emulator?.close();
    });

    const list = async (target: string, user: string) => {
      const { status, body } = await portal.get(
        `/provisioned-products?target=${target}`,
        user,
      );
      expect(status).toBe(200);
      return body.items;
    };

    it('appears like what was, with its owner by tag where tags are trusted', async () => {
      const items = await list('sandbox', 'platform-engineer');
      const ofOrigin = ({ name, tags, owner }: (typeof origins)[number]) =>
        expect.objectContaining({
          name,
          type: 'CFN_STACK',
          status: 'AVAILABLE',
          product: { id: expect.any(String), name: 'Bucket' },
          version: { id: expect.any(String), name: 'v1' },
          tags: expect.arrayContaining(
            Object.entries(tags).map(([key, value]) => ({ key, value })),
          ),
          ...(owner && { owner, ownerSource: 'tag' }),
        });
      expect(items).toEqual([
        ...origins.map(ofOrigin),
        expect.objectContaining({
          name: 'with-an-engine',
          type: 'EXTERNAL',
          status: 'UNDER_CHANGE',
          owner: payments,
        }),
      ]);
      for (const item of items) {
        // An order that only a tag names is none of ours.
        expect(item).not.toHaveProperty('orderId');
        expect(item).not.toHaveProperty('drifted');
      }
      expect(items[1]).not.toHaveProperty('owner');
    });

    it('belongs to nobody where tags are not trusted', async () => {
      const items = await list('production', 'platform-engineer');
      expect(items).toHaveLength(4);
      for (const item of items) {
        expect(item).not.toHaveProperty('owner');
      }
      expect(await list('production', 'payments-dev')).toEqual([]);
    });

    it('can be worked with by the owner of a trusted tag, and not by whom another tag names', async () => {
      const items = await list('sandbox', 'payments-dev');
      expect(items.map(({ name }: { name: string }) => name)).toEqual([
        'by-terraform',
        'with-an-engine',
      ]);
      const { body } = await portal.get(
        `/provisioned-products/sandbox/${items[0].id}`,
        'payments-dev',
      );
      expect(body).toMatchObject({
        entityRef: 'component:default/payments-api',
        actions: { update: { allowed: true }, terminate: { allowed: true } },
      });
      const { body: outputs, status } = await portal.get(
        `/provisioned-products/sandbox/${items[0].id}/outputs`,
        'payments-dev',
      );
      // They are read when somebody asks, or an order changes it.
      expect([status, outputs]).toEqual([200, { items: [] }]);
      const refreshed = await portal.post(
        `/provisioned-products/sandbox/${items[0].id}/refresh`,
        {},
        'payments-dev',
      );
      expect(refreshed.body).toMatchObject({ state: 'read' });
      const { body: read } = await portal.get(
        `/provisioned-products/sandbox/${items[0].id}/outputs`,
        'payments-dev',
      );
      expect(read.items).toContainEqual(
        expect.objectContaining({ key: 'CloudformationStackARN' }),
      );
    });
  });
});
