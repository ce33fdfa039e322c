import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  awsServiceCatalogPaths,
  RESOURCE_TYPE_ORDER,
  RESOURCE_TYPE_PRODUCT,
  RESOURCE_TYPE_PROVISIONED_PRODUCT,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderConditions,
  awsServiceCatalogProductConditions,
  awsServiceCatalogProvisionedProductConditions,
} from 'backstage-plugin-aws-service-catalog-node';
import { createTestDatabases } from './__testUtils__/databases';
import {
  namesOf,
  payments,
  startTwoTeams,
  TwoTeams,
} from './__testUtils__/twoTeams';

jest.setTimeout(120_000);

describe('the plugin', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;

    beforeAll(async () => {
      world = await startTwoTeams(await databases.init(databaseId));
    });
    afterAll(() => world?.stop());

    it.each<[string | undefined, string[], string[]]>([
      [
        'payments-dev',
        [
          'production/Bucket',
          'sandbox/Bucket',
          'sandbox/Queue',
          'production/Vault',
        ],
        ['sandbox/Alpha', 'production/delta'],
      ],
      ['search-dev', ['sandbox/Bucket', 'sandbox/Queue'], ['sandbox/beta']],
      [
        'both-dev',
        [
          'production/Bucket',
          'sandbox/Bucket',
          'sandbox/Queue',
          'production/Vault',
        ],
        ['sandbox/Alpha', 'sandbox/beta', 'production/delta'],
      ],
      ['outsider', [], []],
      [
        'platform-engineer',
        [
          'production/Bucket',
          'sandbox/Bucket',
          'sandbox/Queue',
          'production/Vault',
        ],
        ['sandbox/Alpha', 'sandbox/beta', 'production/delta', 'sandbox/gamma'],
      ],
      [
        undefined,
        [
          'production/Bucket',
          'sandbox/Bucket',
          'sandbox/Queue',
          'production/Vault',
        ],
        ['sandbox/Alpha', 'sandbox/beta', 'production/delta', 'sandbox/gamma'],
      ],
    ])(
      'shows %s the products and resources of their teams',
      async (user, products, resources) => {
        const gallery = await world.ok('/products', user);
        expect(namesOf(gallery.items)).toEqual(products);
        expect(gallery.totalItems).toBe(products.length);
        const inventory = await world.ok('/provisioned-products', user);
        expect(namesOf(inventory.items)).toEqual(resources);
        expect(inventory.totalItems).toBe(resources.length);
        const targets = new Set(products.map(name => name.split('/')[0]));
        expect(
          (await world.ok('/targets', user)).items.map(
            ({ name }: { name: string }) => name,
          ),
        ).toEqual(['sandbox', 'production'].filter(name => targets.has(name)));
      },
    );

    it('answers 404 for what the caller may not see, and for what there is not', async () => {
      const vault = (await world.ok('/products?name=Vault', 'payments-dev'))
        .items[0];
      for (const path of [
        `/products/production/${vault.id}`,
        `/products/production/${vault.id}/launch-form`,
        `/products/sandbox/${vault.id}`,
        '/products/nowhere/prod-1',
        ...['', '/outputs', '/records'].flatMap(part => [
          `/provisioned-products/sandbox/${world.ids.Alpha}${part}`,
          `/provisioned-products/production/${world.ids.beta}${part}`,
          `/provisioned-products/sandbox/${world.ids.gamma}${part}`,
        ]),
      ]) {
        const { status, body } = await world.portal.get(path, 'search-dev');
        expect([path, status, body.error.name]).toEqual([
          path,
          404,
          'NotFoundError',
        ]);
      }
    });

    it('needs credentials for everything but its health', async () => {
      for (const path of [
        '/products',
        '/targets',
        '/provisioned-products',
        '/openapi.json',
      ]) {
        expect(await world.portal.getAnonymously(path)).toMatchObject({
          status: 401,
        });
      }
      const { status, body } = await world.portal.getAnonymously('/health');
      expect([status, body]).toEqual([
        200,
        {
          status: 'ok',
          database: 'ok',
          targets: 'ok',
          syncedAt: expect.any(String),
          pausedTargets: 0,
          orders: { status: 'ok', lagSeconds: 0 },
          outbox: { status: 'ok', lagSeconds: 0, setAside: 0 },
          leases: { status: 'ok', lagSeconds: 0 },
        },
      ]);
    });

    it('makes no AWS call for lists and details', async () => {
      const before = world.emulator.calls.count();
      const { items } = await world.ok(
        '/products?entityRef=component:default/payments-api',
        'payments-dev',
      );
      await world.ok(
        `/products/${items[0].target}/${items[0].id}`,
        'payments-dev',
      );
      await world.ok(
        '/provisioned-products?entityRef=component:default/pointer',
        'payments-dev',
      );
      await world.ok(
        `/provisioned-products/sandbox/${world.ids.Alpha}`,
        'payments-dev',
      );
      await world.ok(
        `/provisioned-products/sandbox/${world.ids.Alpha}/outputs`,
        'payments-dev',
      );
      await world.ok(
        `/provisioned-products/sandbox/${world.ids.Alpha}/records`,
        'payments-dev',
      );
      await world.ok('/targets', 'payments-dev');
      expect(world.emulator.calls.count()).toBe(before);
    });

    it.each([
      ['an unknown query parameter', '/products?serach=x'],
      ['a page of nothing', '/products?limit=0'],
      ['a page of everything', '/provisioned-products?limit=1000'],
      ['a status that there is not', '/provisioned-products?status=GONE'],
      ['an entity ref that is none', '/products?entityRef=payments-api'],
      ['a target that is none', '/products/Sand%20box/prod-1'],
    ])('refuses %s before it is looked at', async (_, path) => {
      const { status, body } = await world.portal.get(path, 'payments-dev');
      expect([status, body.error.name]).toEqual([400, 'InputError']);
    });

    it('serves the document that it keeps to', async () => {
      const document = await world.ok('/openapi.json', 'payments-dev');
      expect(Object.keys(document.paths)).toContain(
        '/api/aws-service-catalog/products',
      );
    });

    it.each(Object.entries(awsServiceCatalogPaths))(
      'implements %s, which the document promises',
      async (_, { method, path }) => {
        const url = path
          .replace('{target}', 'sandbox')
          .replace('{id}', '00000000-0000-4000-8000-000000000000');
        const { status, body } =
          method === 'get'
            ? await world.portal.get(url, 'payments-dev')
            : await world.portal.post(url, {}, 'payments-dev');
        // Express answers a route that nobody has with 404 and no body.
        expect([status, body.error?.name]).not.toEqual([404, undefined]);
      },
    );

    it('keeps showing the last copy of a target that is down', async () => {
      world.emulator.faults.add({ kind: 'http503', account: '222222222222' });
      world.emulator.clock.advance(1);
      await world.portal.sync('production');
      const { items, targets } = await world.ok(
        '/products?target=production',
        'payments-dev',
      );
      expect(namesOf(items)).toEqual(['production/Bucket', 'production/Vault']);
      expect(targets).toEqual([
        expect.not.objectContaining({ syncError: expect.anything() }),
        expect.objectContaining({
          name: 'production',
          syncError: 'AWS does not answer.',
          syncedAt: items[0].syncedAt,
        }),
      ]);
      const { body } = await world.portal.getAnonymously('/health');
      expect(body).toMatchObject({
        status: 'degraded',
        database: 'ok',
        targets: 'failed',
        syncedAt: items[0].syncedAt,
      });
      // A form that is not known yet is another matter.
      const { status, body: refusal } = await world.portal.get(
        `/products/production/${items[1].id}/launch-form`,
        'payments-dev',
      );
      expect([status, refusal.error.name]).toEqual([503, 'AwsCallError']);
      world.emulator.faults.clear();
      await world.portal.sync('production');
      await world.ok(
        `/products/production/${items[1].id}/launch-form`,
        'payments-dev',
      );
    });

    it('lets a permission policy narrow what is shown, and never widen it', async () => {
      const conditional = (permission: { resourceType: string }) => ({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'aws-service-catalog',
        resourceType: permission.resourceType,
        conditions: permission.resourceType.endsWith('provisioned-product')
          ? {
              not: awsServiceCatalogProvisionedProductConditions.isOwner({
                claims: [payments],
              }),
            }
          : awsServiceCatalogProductConditions.ofProduct({
              products: ['Queue'],
            }),
      });
      let deny = false;
      const narrowed = await world.startAnother({
        features: [
          mockServices.permissions.mock({
            authorizeConditional: async requests =>
              requests.map(({ permission }) =>
                deny
                  ? { result: AuthorizeResult.DENY }
                  : conditional(permission),
              ),
          }).factory,
        ],
      });
      const list = async (path: string, user: string) =>
        namesOf((await narrowed.get(path, user)).body.items);
      expect(await list('/products', 'payments-dev')).toEqual([
        'sandbox/Queue',
      ]);
      // NOT (owner = payments) holds for what nobody owns as well.
      expect(await list('/provisioned-products', 'platform-engineer')).toEqual([
        'sandbox/beta',
        'sandbox/gamma',
      ]);
      expect(await list('/provisioned-products', 'payments-dev')).toEqual([]);
      const hidden = `/provisioned-products/sandbox/${world.ids.Alpha}`;
      expect(await narrowed.get(hidden, 'payments-dev')).toMatchObject({
        status: 404,
      });
      deny = true;
      expect(await list('/products', 'platform-engineer')).toEqual([]);
      expect(await list('/provisioned-products', 'platform-engineer')).toEqual(
        [],
      );
      await narrowed.stop();
    });

    it('applies conditions for the permission framework', async () => {
      const [vault] = (await world.ok('/products?name=Vault', 'payments-dev'))
        .items;
      const apply = async (
        resourceType: string,
        resourceRef: string,
        conditions: object,
      ) => {
        const { status, body } = await world.portal.post(
          '/.well-known/backstage/permissions/apply-conditions',
          { items: [{ id: '1', resourceRef, resourceType, conditions }] },
        );
        expect(status).toBe(200);
        return body.items[0].result;
      };
      const ofVault = awsServiceCatalogProductConditions.ofProduct({
        products: ['Vault'],
      });
      const isOurs = awsServiceCatalogProvisionedProductConditions.isOwner({
        claims: [payments],
      });
      const anOrder = awsServiceCatalogOrderConditions.inTarget({
        targets: ['sandbox'],
      });
      expect([
        await apply(RESOURCE_TYPE_PRODUCT, `production/${vault.id}`, ofVault),
        await apply(RESOURCE_TYPE_PRODUCT, `sandbox/${vault.id}`, ofVault),
        await apply(
          RESOURCE_TYPE_PROVISIONED_PRODUCT,
          `sandbox/${world.ids.Alpha}`,
          isOurs,
        ),
        await apply(
          RESOURCE_TYPE_PROVISIONED_PRODUCT,
          `sandbox/${world.ids.beta}`,
          isOurs,
        ),
        await apply(RESOURCE_TYPE_ORDER, 'no-order', anOrder),
      ]).toEqual(['ALLOW', 'DENY', 'ALLOW', 'DENY', 'DENY']);
    });

    it('names every answer, for pages of other origins too', async () => {
      const [missing, found] = await Promise.all([
        world.portal.get(
          '/orders/00000000-0000-4000-8000-000000000000',
          'payments-dev',
        ),
        world.portal.get('/products', 'payments-dev'),
      ]);
      expect(missing.status).toBe(404);
      const ids = [missing, found].map(({ headers }) => {
        expect(headers['access-control-expose-headers']).toMatch(
          /X-Request-Id/,
        );
        return headers['x-request-id'];
      });
      expect(new Set(ids).size).toBe(2);
      expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('takes a body of up to 1 MiB', async () => {
      const body = (length: number) => ({ kind: 'x'.repeat(length) });
      const preview = (length: number) =>
        world.portal.post('/orders/preview', body(length), 'payments-dev');
      expect(await preview(1_000_000)).toMatchObject({ status: 400 });
      expect(await preview(1_050_000)).toMatchObject({ status: 413 });
    });

    it('leaves a trace when operators and services read what is not theirs', async () => {
      const events: unknown[] = [];
      const audited = await world.startAnother({
        features: [
          mockServices.auditor.mock({
            createEvent: async ({ eventId, severityLevel, meta }) => {
              events.push({ eventId, severityLevel, meta });
              return { success: async () => {}, fail: async () => {} };
            },
          }).factory,
        ],
      });
      const path = `/provisioned-products/sandbox/${world.ids.Alpha}/outputs`;
      await audited.get(path, 'payments-dev');
      expect(events).toEqual([]);
      await audited.get(path, 'platform-engineer');
      await audited.get(path);
      const event = {
        eventId: 'provisioned-product-read',
        severityLevel: 'low',
        meta: { queryType: 'outputs', target: 'sandbox', id: world.ids.Alpha },
      };
      expect(events).toEqual([event, event]);
      await audited.stop();
    });
  });
});
