import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ANNOTATION_PORTFOLIOS,
  ANNOTATION_PRODUCTS,
  ANNOTATION_PROVISIONED_PRODUCTS,
  ANNOTATION_TARGET,
  Product,
  ProvisionedProduct,
  RESOURCE_TYPE_ORDER,
  RESOURCE_TYPE_PRODUCT,
  RESOURCE_TYPE_PROVISIONED_PRODUCT,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderConditions,
  awsServiceCatalogProductConditions,
  awsServiceCatalogProvisionedProductConditions,
} from 'backstage-plugin-aws-service-catalog-node';
import { Knex } from 'knex';
import { createTestTargets, launch } from './__testUtils__/awsTargets';
import { createTestDatabases } from './__testUtils__/databases';
import {
  accountIds,
  startEmulator,
  TestEmulator,
} from './__testUtils__/emulator';
import { component } from './__testUtils__/entities';
import { portalConfig, startPortal, TestPortal } from './__testUtils__/portal';
import { readConfig } from './config';
import { InventoryStore } from './provisionedProducts';

jest.setTimeout(120_000);

const payments = 'group:default/team-payments';
const search = 'group:default/team-search';

const tiny = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

const seeds = {
  sandbox: [
    {
      name: 'Bucket',
      description: 'Private storage',
      portfolios: ['Storage', 'Cold'],
      launchRoleArn: 'arn:aws:iam::111111111111:role/launch',
    },
    {
      name: 'Queue',
      portfolios: ['Messaging'],
      versions: { v1: tiny, v2: { ...tiny, Description: 'second' } },
    },
  ],
  production: [
    { name: 'Bucket', tagOptions: { Stage: ['prod'] } },
    { name: 'Vault' },
  ],
};

const entities = [
  component('payments-api', payments),
  component('search-api', search),
  component('ads-api', 'group:default/team-ads'),
  component('orphan'),
  component('typo', payments, { [ANNOTATION_PRODUCTS]: 'Buckit' }),
  component('cold', payments, {
    [ANNOTATION_TARGET]: 'sandbox',
    [ANNOTATION_PORTFOLIOS]: 'Cold',
  }),
];

/** What runs in the accounts, by target, name and owner. */
const running: [
  keyof typeof accountIds,
  string,
  string | undefined,
  string?,
][] = [
  ['sandbox', 'Alpha', payments, 'component:default/payments-api'],
  ['sandbox', 'beta', search],
  ['sandbox', 'gamma', undefined],
  ['production', 'delta', payments],
];

async function launchAll(emulator: TestEmulator, knex: Knex) {
  const targets = createTestTargets(emulator);
  const config = readConfig(
    mockServices.rootConfig({ data: portalConfig(emulator.url) }),
  );
  const inventory = new InventoryStore(config);
  const ids: Record<string, string> = {};
  for (const [target, name, owner, entityRef] of running) {
    ids[name] = await launch(emulator, targets.get(target), {
      product: 'Bucket',
      name,
      parameters: { Purpose: 'uploads', Password: 'correct-horse' },
      // A tag alone gives nothing.
      tags: { 'backstage.io/owner': search },
    });
    if (owner) {
      await inventory.assignOwner(knex, {
        target,
        provisionedProductId: ids[name],
        owner,
        entityRef,
        source: 'order',
        at: new Date(emulator.clock.now()).toISOString(),
      });
    }
  }
  return ids;
}

const namesOf = (items: (Product | ProvisionedProduct)[]) =>
  items.map(({ target, name }) => `${target}/${name}`);

describe('the plugin', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;
    let emulator: TestEmulator;
    let portal: TestPortal;
    let ids: Record<string, string>;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      emulator = await startEmulator(seeds);
      ids = await launchAll(emulator, knex);
      entities.push(
        component('pointer', payments, {
          [ANNOTATION_PROVISIONED_PRODUCTS]: `${ids.delta}, ${ids.beta}`,
        }),
      );
      portal = await startPortal({ knex, emulator, entities });
    });
    afterAll(async () => {
      entities.pop();
      await portal?.stop();
      await emulator?.close();
    });

    async function ok(path: string, user?: string) {
      const { body, status } = await portal.get(path, user);
      expect({ status, error: body.error }).toEqual({ status: 200 });
      return body;
    }

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
        const gallery = await ok('/products', user);
        expect(namesOf(gallery.items)).toEqual(products);
        expect(gallery.totalItems).toBe(products.length);
        const inventory = await ok('/provisioned-products', user);
        expect(namesOf(inventory.items)).toEqual(resources);
        expect(inventory.totalItems).toBe(resources.length);
        const targets = new Set(products.map(name => name.split('/')[0]));
        expect(
          (await ok('/targets', user)).items.map(
            ({ name }: { name: string }) => name,
          ),
        ).toEqual(['sandbox', 'production'].filter(name => targets.has(name)));
      },
    );

    it('answers 404 for what the caller may not see, and for what there is not', async () => {
      const vault = (await ok('/products?name=Vault', 'payments-dev')).items[0];
      for (const path of [
        `/products/production/${vault.id}`,
        `/products/production/${vault.id}/launch-form`,
        `/products/sandbox/${vault.id}`,
        '/products/nowhere/prod-1',
        ...['', '/outputs', '/records'].flatMap(part => [
          `/provisioned-products/sandbox/${ids.Alpha}${part}`,
          `/provisioned-products/production/${ids.beta}${part}`,
          `/provisioned-products/sandbox/${ids.gamma}${part}`,
        ]),
      ]) {
        const { status, body } = await portal.get(path, 'search-dev');
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
        expect(await portal.getAnonymously(path)).toMatchObject({
          status: 401,
        });
      }
      const { status, body } = await portal.getAnonymously('/health');
      expect([status, body]).toEqual([
        200,
        { status: 'ok', database: 'ok', targets: 'ok' },
      ]);
    });

    it('makes no AWS call for lists and details', async () => {
      const before = emulator.calls.count();
      const { items } = await ok(
        '/products?entityRef=component:default/payments-api',
        'payments-dev',
      );
      await ok(`/products/${items[0].target}/${items[0].id}`, 'payments-dev');
      await ok(
        '/provisioned-products?entityRef=component:default/pointer',
        'payments-dev',
      );
      await ok(`/provisioned-products/sandbox/${ids.Alpha}`, 'payments-dev');
      await ok(
        `/provisioned-products/sandbox/${ids.Alpha}/outputs`,
        'payments-dev',
      );
      await ok(
        `/provisioned-products/sandbox/${ids.Alpha}/records`,
        'payments-dev',
      );
      await ok('/targets', 'payments-dev');
      expect(emulator.calls.count()).toBe(before);
    });

    it.each([
      ['no-owner', 'orphan', 'payments-dev', []],
      ['not-yours', 'search-api', 'payments-dev', []],
      ['not-served', 'ads-api', 'ads-dev', []],
      ['unknown-annotation-value', 'typo', 'payments-dev', []],
      ['ok', 'cold', 'payments-dev', ['sandbox/Bucket']],
      ['ok', 'search-api', 'search-dev', ['sandbox/Bucket', 'sandbox/Queue']],
    ])('says %s about %s to %s', async (state, name, user, products) => {
      const body = await ok(
        `/products?entityRef=component:default/${name}`,
        user,
      );
      expect(body.entity).toMatchObject({
        state,
        entityRef: `component:default/${name}`,
      });
      expect(Boolean(body.entity.message)).toBe(state !== 'ok');
      expect(namesOf(body.items)).toEqual(products);
    });

    it('answers 404 for an entity that the catalog does not show', async () => {
      const path = '/products?entityRef=component:default/unknown';
      expect(await portal.get(path, 'payments-dev')).toMatchObject({
        status: 404,
      });
    });

    it('narrows products by words, name, target and portfolio, and offers all portfolios', async () => {
      const names = async (query: string) =>
        namesOf((await ok(`/products?${query}`, 'payments-dev')).items);
      expect(await names('search=PRIVATE%20buck')).toEqual(['sandbox/Bucket']);
      expect(await names('search=100%25_')).toEqual([]);
      expect(await names('name=Bucket&target=production')).toEqual([
        'production/Bucket',
      ]);
      expect(await names('name=bucket')).toEqual([]);
      expect(await names('portfolio=Messaging')).toEqual(['sandbox/Queue']);
      expect(await names('target=nowhere')).toEqual([]);
      const { portfolios } = await ok('/products?search=vault', 'payments-dev');
      expect(portfolios).toEqual(['Cold', 'Messaging', 'Storage']);
    });

    it('shows versions newest first and paths by portfolio', async () => {
      const [queue] = (await ok('/products?name=Queue', 'search-dev')).items;
      expect(queue).toMatchObject({
        accountId: '111111111111',
        region: 'eu-central-1',
        provider: 'Platform',
        versions: [{ guidance: 'DEFAULT' }, { guidance: 'DEFAULT' }],
        syncedAt: expect.stringMatching(/^2026-11-01T/),
      });
      const [bucket] = (await ok('/products?name=Bucket', 'search-dev')).items;
      expect(
        bucket.paths.map(
          ({ portfolioName }: { portfolioName: string }) => portfolioName,
        ),
      ).toEqual(['Cold', 'Storage']);
    });

    it('narrows resources by entity, owner, status, product, target and words', async () => {
      const names = async (query: string, user = 'platform-engineer') =>
        namesOf((await ok(`/provisioned-products?${query}`, user)).items);
      expect(await names('entityRef=component:default/payments-api')).toEqual([
        'sandbox/Alpha',
      ]);
      expect(await names(`entityRef=${search}`)).toEqual(['sandbox/beta']);
      expect(await names(`entityRef=${search}&owner=${payments}`)).toEqual([]);
      expect(await names(`owner=${payments}`)).toEqual([
        'sandbox/Alpha',
        'production/delta',
      ]);
      expect(await names('status=AVAILABLE&target=sandbox&search=A')).toEqual([
        'sandbox/Alpha',
        'sandbox/beta',
        'sandbox/gamma',
      ]);
      expect(await names('status=ERROR')).toEqual([]);
      expect(await names('product=prod-unknown')).toEqual([]);
      // An annotation points; it grants nothing.
      expect(
        await names('entityRef=component:default/pointer', 'payments-dev'),
      ).toEqual(['production/delta']);
      expect(
        await names('entityRef=component:default/pointer', 'search-dev'),
      ).toEqual(['sandbox/beta']);
    });

    it.each(['/products', '/provisioned-products'])(
      'pages through %s by cursor',
      async path => {
        const all = (await ok(path, 'platform-engineer')).items;
        const seen: Product[] = [];
        let cursor: string | undefined;
        do {
          const next: string = cursor ? `&cursor=${cursor}` : '';
          const page = await ok(`${path}?limit=1${next}`, 'platform-engineer');
          expect(page.totalItems).toBe(all.length);
          expect(page.items).toHaveLength(1);
          seen.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual(all);
        for (const wrong of ['x', Buffer.from('["a"]').toString('base64url')]) {
          const { status, body } = await portal.get(
            `${path}?cursor=${wrong}`,
            'platform-engineer',
          );
          expect([status, body.error.fields]).toEqual([
            400,
            [
              {
                field: 'cursor',
                message: 'This is not a cursor that a list answered with.',
              },
            ],
          ]);
        }
      },
    );

    it('says what the caller may do to a resource', async () => {
      const actions = async (name: string, user?: string) =>
        (await ok(`/provisioned-products/sandbox/${ids[name]}`, user)).actions;
      expect(await actions('Alpha', 'payments-dev')).toEqual({
        update: { allowed: true },
        terminate: { allowed: true },
      });
      expect(await actions('gamma', 'platform-engineer')).toMatchObject({
        terminate: {
          allowed: false,
          reason: expect.stringContaining('Nobody owns it'),
        },
      });
      expect(await actions('Alpha')).toMatchObject({
        update: { allowed: false, reason: 'Every change needs a user.' },
      });
    });

    it('gives the launch form, and keeps it', async () => {
      const [bucket] = (
        await ok('/products?name=Bucket&target=sandbox', 'payments-dev')
      ).items;
      const path = bucket.paths[0].id;
      const url = `/products/sandbox/${bucket.id}/launch-form`;
      const before = emulator.calls.count({
        operation: 'DescribeProvisioningParameters',
      });
      const form = await ok(
        `${url}?path=${path}&entityRef=component:default/payments-api`,
        'payments-dev',
      );
      expect(form).toMatchObject({
        target: 'sandbox',
        accountId: '111111111111',
        product: { id: bucket.id, name: 'Bucket' },
        version: bucket.versions[0],
        path: { id: path, portfolioName: 'Cold' },
        paths: bucket.paths,
        groups: [
          { label: 'Bucket', parameters: ['Purpose', 'Environment'] },
          { parameters: ['Days', 'Zones', 'Password'] },
        ],
        rules: [
          {
            name: 'ProdIsKept',
            assertions: [{ description: 'prod is kept for 30 days' }],
          },
        ],
        launchRole: 'arn:aws:iam::111111111111:role/launch',
        owners: [payments],
        stampedTags: [
          { key: 'backstage.io/owner', value: payments },
          {
            key: 'backstage.io/entity',
            value: 'component:default/payments-api',
          },
          { key: 'backstage.io/requester', value: 'user:default/payments-dev' },
          { key: 'backstage.io/portal', value: 'test' },
        ],
      });
      await ok(`${url}?path=${path}`, 'search-dev');
      expect(
        emulator.calls.count({ operation: 'DescribeProvisioningParameters' }),
      ).toBe(before + 1);
    });

    it('asks which team the form is for, and takes one of the caller’s', async () => {
      const [queue] = (await ok('/products?name=Queue', 'both-dev')).items;
      const url = `/products/sandbox/${queue.id}/launch-form`;
      const form = await ok(`${url}?owner=${search}`, 'both-dev');
      expect(form.owners).toEqual([payments, search]);
      expect(form.stampedTags).toContainEqual({
        key: 'backstage.io/owner',
        value: search,
      });
      const { status, body } = await portal.get(
        `${url}?owner=${search}`,
        'payments-dev',
      );
      expect([status, body.error.fields]).toEqual([
        400,
        [{ field: 'owner', message: `You are not a member of ${search}.` }],
      ]);
    });

    it.each<[string, string, string, number, string | undefined]>([
      ['needs a path where there are several', 'Bucket', '', 400, 'path'],
      [
        'refuses a path of something else',
        'Queue',
        'path=lpv3-nothing',
        400,
        'path',
      ],
      [
        'refuses a version of something else',
        'Queue',
        'version=pa-nothing',
        400,
        'version',
      ],
      [
        'refuses the entity of another team',
        'Queue',
        'entityRef=component:default/search-api',
        403,
        undefined,
      ],
      [
        'refuses an entity without an owner',
        'Queue',
        'entityRef=component:default/orphan',
        400,
        'entityRef',
      ],
      [
        'refuses what the annotations leave out',
        'Queue',
        'entityRef=component:default/cold',
        400,
        'entityRef',
      ],
    ])('%s', async (_, product, query, expected, field) => {
      const [found] = (
        await ok(`/products?name=${product}&target=sandbox`, 'payments-dev')
      ).items;
      const before = emulator.calls.count();
      const { status, body } = await portal.get(
        `/products/sandbox/${found.id}/launch-form?${query}`,
        'payments-dev',
      );
      expect(status).toBe(expected);
      expect(
        body.error.fields?.map((each: { field: string }) => each.field),
      ).toEqual(field && [field]);
      expect(emulator.calls.count()).toBe(before);
    });

    it('takes only the paths in the portfolios that an entity is limited to', async () => {
      const [bucket] = (
        await ok('/products?name=Bucket&target=sandbox', 'payments-dev')
      ).items;
      const form = await ok(
        `/products/sandbox/${bucket.id}/launch-form?entityRef=component:default/cold`,
        'payments-dev',
      );
      expect(form.path.portfolioName).toBe('Cold');
      expect(form.paths).toHaveLength(1);
    });

    it.each([
      ['an unknown query parameter', '/products?serach=x'],
      ['a page of nothing', '/products?limit=0'],
      ['a page of everything', '/provisioned-products?limit=1000'],
      ['a status that there is not', '/provisioned-products?status=GONE'],
      ['an entity ref that is none', '/products?entityRef=payments-api'],
      ['a target that is none', '/products/Sand%20box/prod-1'],
    ])('refuses %s before it is looked at', async (_, path) => {
      const { status, body } = await portal.get(path, 'payments-dev');
      expect([status, body.error.name]).toEqual([400, 'InputError']);
    });

    it('serves the document that it keeps to', async () => {
      const document = await ok('/openapi.json', 'payments-dev');
      expect(Object.keys(document.paths)).toContain(
        '/api/aws-service-catalog/products',
      );
    });

    it('keeps showing the last copy of a target that is down', async () => {
      emulator.faults.add({ kind: 'http503', account: '222222222222' });
      emulator.clock.advance(1);
      await portal.sync('production');
      const { items, targets } = await ok(
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
      const { body } = await portal.getAnonymously('/health');
      expect(body).toEqual({
        status: 'degraded',
        database: 'ok',
        targets: 'failed',
      });
      // A form that is not known yet is another matter.
      const { status, body: refusal } = await portal.get(
        `/products/production/${items[1].id}/launch-form`,
        'payments-dev',
      );
      expect([status, refusal.error.name]).toEqual([503, 'AwsCallError']);
      emulator.faults.clear();
      await portal.sync('production');
      await ok(
        `/products/production/${items[1].id}/launch-form`,
        'payments-dev',
      );
    });

    it('lets a permission policy narrow what is shown, and never widen it', async () => {
      const conditional = (permission: { resourceType: string }) => ({
        result: AuthorizeResult.CONDITIONAL as const,
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
      const narrowed = await startPortal({
        knex,
        emulator,
        entities,
        features: [
          mockServices.permissions.mock({
            authorizeConditional: async requests =>
              requests.map(({ permission }) =>
                deny
                  ? { result: AuthorizeResult.DENY as const }
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
      const hidden = `/provisioned-products/sandbox/${ids.Alpha}`;
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
      const [vault] = (await ok('/products?name=Vault', 'payments-dev')).items;
      const apply = async (
        resourceType: string,
        resourceRef: string,
        conditions: object,
      ) => {
        const { status, body } = await portal.post(
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
          `sandbox/${ids.Alpha}`,
          isOurs,
        ),
        await apply(
          RESOURCE_TYPE_PROVISIONED_PRODUCT,
          `sandbox/${ids.beta}`,
          isOurs,
        ),
        await apply(RESOURCE_TYPE_ORDER, 'no-order', anOrder),
      ]).toEqual(['ALLOW', 'DENY', 'ALLOW', 'DENY', 'DENY']);
    });

    it('takes a body of up to 1 MiB', async () => {
      const body = (length: number) => ({ kind: 'x'.repeat(length) });
      const preview = (length: number) =>
        portal.post('/orders/preview', body(length), 'payments-dev');
      expect(await preview(1_000_000)).toMatchObject({ status: 400 });
      expect(await preview(1_050_000)).toMatchObject({ status: 413 });
    });

    it('leaves a trace when operators and services read what is not theirs', async () => {
      const events: unknown[] = [];
      const audited = await startPortal({
        knex,
        emulator,
        features: [
          mockServices.auditor.mock({
            createEvent: async ({ eventId, severityLevel, meta }) => {
              events.push({ eventId, severityLevel, meta });
              return { success: async () => {}, fail: async () => {} };
            },
          }).factory,
        ],
      });
      const path = `/provisioned-products/sandbox/${ids.Alpha}/outputs`;
      await audited.get(path, 'payments-dev');
      expect(events).toEqual([]);
      await audited.get(path, 'platform-engineer');
      await audited.get(path);
      const event = {
        eventId: 'provisioned-product-read',
        severityLevel: 'low',
        meta: { queryType: 'outputs', target: 'sandbox', id: ids.Alpha },
      };
      expect(events).toEqual([event, event]);
      await audited.stop();
    });

    it('reads no form with the credentials of another account', async () => {
      const config = portalConfig(emulator.url);
      const aws = {
        accounts: Object.values(accountIds).map(accountId => ({
          accountId,
          accessKeyId: '222222222222',
          secretAccessKey: 'not-a-secret',
        })),
      };
      await knex('launch_forms').delete();
      const confused = await startPortal({
        knex,
        emulator,
        entities,
        config: { ...config, aws },
      });
      const [queue] = (
        await confused.get('/products?name=Queue', 'payments-dev')
      ).body.items;
      emulator.calls.clear();
      const { status, body } = await confused.get(
        `/products/sandbox/${queue.id}/launch-form`,
        'payments-dev',
      );
      expect([status, body.error.kind]).toEqual([502, 'wrong-account']);
      expect(emulator.calls.counts()).toEqual({
        '222222222222': { GetCallerIdentity: 1 },
      });
      await confused.stop();
    });
  });
});
