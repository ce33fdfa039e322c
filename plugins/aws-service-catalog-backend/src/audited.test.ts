import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { DefaultAuditorService } from '@backstage/backend-defaults/auditor';
import { JsonObject } from '@backstage/types';
import {
  awsServiceCatalogPaths,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from './__testUtils__/databases';
import { orderPortalConfig } from './__testUtils__/orderPortal';
import { TestPortal } from './__testUtils__/portal';
import {
  payments,
  search,
  startTwoTeams,
  TwoTeams,
} from './__testUtils__/twoTeams';

jest.setTimeout(120_000);

type Operation = keyof typeof awsServiceCatalogPaths;

/** Who calls a route with what, and what the audit log has of it: event id, severity, end. */
type Row = [
  operation: Operation,
  user: string,
  expected: string | undefined,
  use?: {
    path?: Record<string, string>;
    query?: string;
    body?: JsonObject;
  },
];

const operator = 'platform-engineer';
const mine = 'payments-dev';
const other = 'search-dev';

/** Names in braces stand for ids that are known when everything runs. */
const launch = {
  kind: 'provision',
  target: 'sandbox',
  productId: '{queue}',
  parameters: {},
};
const queue = { target: 'sandbox', id: '{queue}' };
const vault = { target: 'production', id: '{vault}' };
const gamma = { target: 'sandbox', id: '{gamma}' };
const alpha = { target: 'sandbox', id: '{Alpha}' };
const planned = {
  path: { target: 'production', id: '{delta}' },
  body: { parameters: { Purpose: 'letters' } },
};
const order = { path: { id: '{order}' } };
const decision = { digest: '{digest}' };

const rows: Row[] = [
  ['listProducts', mine, undefined],
  ['listProducts', operator, 'product-read low succeeded'],
  ['getProduct', mine, undefined, { path: queue }],
  ['getProduct', operator, 'product-read low succeeded', { path: queue }],
  ['getProduct', other, 'product-read low failed', { path: vault }],
  ['getLaunchForm', mine, undefined, { path: vault }],
  ['getLaunchForm', operator, 'product-read low succeeded', { path: vault }],
  ['getLaunchForm', other, 'product-read low failed', { path: vault }],
  ['listProvisionedProducts', mine, undefined],
  [
    'listProvisionedProducts',
    operator,
    'provisioned-product-read low succeeded',
  ],
  ...(
    [
      'getProvisionedProduct',
      'listOutputs',
      'listRecords',
      'listStackResources',
      'listStackEvents',
      'listStackParameters',
      'listStackInstances',
      'listServiceActions',
      'getUpdateForm',
    ] as const
  ).flatMap((operation): Row[] => [
    [operation, mine, undefined, { path: alpha }],
    [
      operation,
      operator,
      'provisioned-product-read low succeeded',
      { path: alpha },
    ],
    [operation, other, 'provisioned-product-read low failed', { path: alpha }],
  ]),
  [
    'getPrincipals',
    operator,
    'provisioned-product-read low succeeded',
    { path: alpha },
  ],
  [
    'getPrincipals',
    mine,
    'provisioned-product-read low failed',
    { path: alpha },
  ],
  ['createPlan', mine, 'plan-create medium succeeded', planned],
  ['createPlan', other, 'plan-create medium failed', planned],
  [
    'getPlan',
    mine,
    'provisioned-product-read low failed',
    { path: { ...alpha, planId: randomUUID() } },
  ],
  ['listOwners', mine, 'owner-read low failed'],
  ['listOwners', operator, 'owner-read low succeeded'],
  [
    'adoptProvisionedProduct',
    mine,
    'provisioned-product-adopt medium failed',
    { path: alpha, body: { owner: payments } },
  ],
  [
    'adoptProvisionedProduct',
    operator,
    'provisioned-product-adopt medium succeeded',
    { path: gamma, body: { owner: payments } },
  ],
  [
    'handOverProvisionedProduct',
    operator,
    'provisioned-product-hand-over medium succeeded',
    { path: gamma, body: { from: payments, to: search } },
  ],
  [
    'disownProvisionedProduct',
    operator,
    'provisioned-product-disown medium succeeded',
    { path: gamma },
  ],
  [
    'handOverOwner',
    mine,
    'provisioned-product-hand-over medium failed',
    { body: { from: payments, to: search } },
  ],
  [
    'refreshProvisionedProduct',
    mine,
    'provisioned-product-refresh low succeeded',
    { path: alpha },
  ],
  [
    'refreshProvisionedProduct',
    other,
    'provisioned-product-refresh low failed',
    { path: alpha },
  ],
  [
    'refreshProvisionedProducts',
    mine,
    'provisioned-product-refresh low succeeded',
    { body: { entityRef: 'component:default/payments-api' } },
  ],
  ['listCosts', mine, undefined],
  ['listCosts', operator, 'cost-read low succeeded'],
  ['getDoctorReport', operator, 'doctor-read low succeeded'],
  ['getDoctorReport', mine, 'doctor-read low failed'],
  ['listPolicies', operator, 'policy-read low succeeded'],
  ['listPolicies', mine, 'policy-read low failed'],
  ['runDoctor', operator, 'doctor-run medium succeeded'],
  ['runDoctor', mine, 'doctor-run medium failed'],
  [
    'holdLease',
    mine,
    'lease-change medium failed',
    { path: alpha, body: { reason: 'Audit' } },
  ],
  ['releaseLease', operator, 'lease-change medium failed', { path: alpha }],
  ['listTargets', mine, undefined],
  ['listTargets', operator, 'target-read low succeeded'],
  [
    'syncTarget',
    operator,
    'target-sync medium succeeded',
    { path: { target: 'sandbox' } },
  ],
  [
    'syncTarget',
    mine,
    'target-sync medium failed',
    { path: { target: 'sandbox' } },
  ],
  [
    'previewOrder',
    mine,
    'order-preview low succeeded',
    { body: { ...launch, name: 'p-1' } },
  ],
  [
    'previewOrder',
    'outsider',
    'order-preview low failed',
    { body: { ...launch, name: 'p-1' } },
  ],
  [
    'placeOrder',
    mine,
    'order-place medium succeeded',
    { body: { ...launch, name: 'placed' } },
  ],
  [
    'placeOrder',
    'outsider',
    'order-place medium failed',
    { body: { ...launch, name: 'refused' } },
  ],
  ['listOrders', mine, undefined],
  ['listOrders', 'payments-dev-2', undefined],
  // An approver, of another team.
  ['listOrders', 'ads-dev', 'order-read low succeeded'],
  ['listOrders', operator, 'order-read low succeeded'],
  ['getOrder', mine, undefined, order],
  ['getOrder', 'payments-dev-2', undefined, order],
  ['getOrder', 'ads-dev', 'order-read low succeeded', order],
  ['getOrder', operator, 'order-read low succeeded', order],
  ['getOrder', other, 'order-read low failed', order],
  [
    'approveOrder',
    mine,
    'order-decide medium failed',
    { ...order, body: decision },
  ],
  [
    'approveOrder',
    'ads-dev',
    'order-decide medium succeeded',
    { ...order, body: decision },
  ],
  [
    'rejectOrder',
    other,
    'order-decide medium failed',
    { ...order, body: { ...decision, reason: 'no' } },
  ],
  [
    'rejectOrder',
    'ads-dev',
    'order-decide medium succeeded',
    {
      path: { id: '{second}' },
      body: { digest: '{secondDigest}', reason: 'no' },
    },
  ],
  [
    'cancelOrder',
    other,
    'order-cancel medium failed',
    { ...order, body: decision },
  ],
  [
    'cancelOrder',
    mine,
    'order-cancel medium succeeded',
    { ...order, body: decision },
  ],
  [
    'retryOrder',
    mine,
    'order-retry medium failed',
    { ...order, body: decision },
  ],
  [
    'resumeOrder',
    mine,
    'order-resume medium failed',
    { ...order, body: decision },
  ],
  ['reencryptSecrets', operator, 'secrets-reencrypt high succeeded'],
  ['reencryptSecrets', mine, 'secrets-reencrypt high failed'],
  ['getHealth', mine, undefined],
];

describe('the audit log', () => {
  const databases = createTestDatabases();

  it('is thought of for every route', () => {
    expect([...new Set(rows.map(([operation]) => operation))].sort()).toEqual(
      Object.keys(awsServiceCatalogPaths).sort(),
    );
  });

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;
    let portal: TestPortal;
    const ids: Record<string, string> = {};
    const log: { what: string; actor?: string }[] = [];

    const auditor = createServiceFactory({
      service: coreServices.auditor,
      deps: {
        auth: coreServices.auth,
        httpAuth: coreServices.httpAuth,
        plugin: coreServices.pluginMetadata,
      },
      factory: deps =>
        DefaultAuditorService.create(
          ({ eventId, severityLevel, status, actor }) => {
            if (status !== 'initiated') {
              log.push({
                what: `${eventId} ${severityLevel} ${status}`,
                actor: actor.actorId,
              });
            }
          },
          deps,
        ),
    });

    const fill = <T>(value: T): T =>
      JSON.parse(
        JSON.stringify(value ?? null).replace(
          /\{(\w+)\}/g,
          (_, name) => ids[name] ?? `{${name}}`,
        ),
      ) ?? undefined;

    async function place(name: string): Promise<OrderDetail> {
      const { status, body } = await portal.post(
        '/orders',
        fill({ ...launch, name }),
        mine,
      );
      expect({ status, error: body.error }).toEqual({ status: 202 });
      return body;
    }

    beforeAll(async () => {
      world = await startTwoTeams(await databases.init(databaseId));
      Object.assign(ids, world.ids);
      const config = orderPortalConfig(world.emulator.url);
      portal = await world.startAnother({
        config: {
          ...config,
          awsServiceCatalog: {
            ...(config.awsServiceCatalog as JsonObject),
            approval: { default: { approvers: ['user:default/ads-dev'] } },
          },
        },
        features: [auditor],
      });
      const idOf = async (name: string, target: string) => {
        const path = `/products?name=${name}&target=${target}`;
        return (await world.ok(path, mine)).items[0].id;
      };
      ids.queue = await idOf('Queue', 'sandbox');
      ids.vault = await idOf('Vault', 'production');
      const first = await place('first');
      const second = await place('second');
      Object.assign(ids, {
        order: first.id,
        digest: first.digest,
        second: second.id,
        secondDigest: second.digest,
      });
    });
    afterAll(async () => {
      await portal?.stop();
      await world?.stop();
    });

    it.each(rows)(
      'of %s by %s has: %s',
      async (operation, user, expected, use = {}) => {
        log.length = 0;
        const { method, path } = awsServiceCatalogPaths[operation];
        const params: Record<string, string> = fill(use.path ?? {});
        const url = path.replace(/\{(\w+)\}/g, (_, name) => params[name]);
        const { status } =
          method === 'get'
            ? await portal.get(url, user)
            : await portal.post(url, fill(use.body ?? {}), user);
        expect(status < 400).toBe(!expected?.endsWith('failed'));
        const actor = `user:default/${user}`;
        expect(log).toEqual(expected ? [{ what: expected, actor }] : []);
      },
    );

    it('names services as well', async () => {
      log.length = 0;
      await portal.get('/provisioned-products');
      expect(log).toMatchObject([
        {
          what: 'provisioned-product-read low succeeded',
          actor: expect.stringMatching(/^(plugin|external):/),
        },
      ]);
    });
  });
});
