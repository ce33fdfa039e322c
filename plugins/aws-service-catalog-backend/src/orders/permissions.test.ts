import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderConditions,
  awsServiceCatalogProductConditions,
  awsServiceCatalogProvisionedProductConditions,
} from 'backstage-plugin-aws-service-catalog-node';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { OrderPortal, startOrderPortal } from '../__testUtils__/orderPortal';
import { plainBucket } from '../__testUtils__/replicas';

jest.setTimeout(60_000);

const databases = createTestDatabases();

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

function on(resourceType: string, conditions: object): PolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'aws-service-catalog',
    resourceType: `aws-service-catalog-${resourceType}`,
    conditions,
  } as PolicyDecision;
}

describe.each(databases.eachId)('a permission policy, %s', databaseId => {
  let emulator: TestEmulator;
  let portal: OrderPortal;
  let orders: OrderDetail[];
  const decisions: Record<string, PolicyDecision> = {};

  beforeAll(async () => {
    emulator = await startEmulator({
      sandbox: [plainBucket, { ...plainBucket, name: 'Queue' }],
    });
    portal = await startOrderPortal({
      knex: await databases.init(databaseId),
      emulator,
      features: [
        mockServices.permissions.mock({
          authorizeConditional: async requests =>
            requests.map(
              ({ permission }) =>
                decisions[permission.name.split('.').slice(1).join('.')] ??
                ALLOW,
            ),
        }).factory,
      ],
    });
    orders = [];
    for (const [product, user, owner] of [
      ['Bucket', 'payments-dev', 'team-payments'],
      ['Queue', 'payments-dev', 'team-payments'],
      ['Bucket', 'both-dev', 'team-payments'],
    ]) {
      orders.push(
        await portal.order(
          await portal.launchOf(product, {
            name: `${product}-${user}`,
            parameters: {},
            owner: `group:default/${owner}`,
          }),
          user,
        ),
      );
    }
  });
  beforeEach(() => {
    Object.keys(decisions).forEach(name => delete decisions[name]);
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
  });

  const list = async (user: string) => {
    const { body } = await portal.get('/orders?limit=1', user);
    return body.totalItems;
  };
  const { isRequester, ofProduct, isApprover } =
    awsServiceCatalogOrderConditions;

  it.each([
    { reason: 'everything is allowed', decision: ALLOW, total: 3 },
    { reason: 'nothing is', decision: DENY, total: 0 },
    {
      reason: 'a product is',
      decision: on('order', ofProduct({ products: ['Queue'] })),
      total: 1,
    },
    {
      reason: 'all but a product are',
      decision: on('order', { not: ofProduct({ products: ['Queue'] }) }),
      total: 2,
    },
    {
      reason: "one's own are, and those one may decide",
      decision: on('order', {
        anyOf: [
          isRequester({ claims: ['user:default/payments-dev'] }),
          isApprover({ claims: ['user:default/payments-dev'] }),
        ],
      }),
      total: 2,
    },
  ])('narrows what is read when $reason', async ({ decision, total }) => {
    decisions['order.read'] = decision;
    expect(await list('payments-dev')).toBe(total);
    // The built-in floor holds whatever the policy allows.
    expect(await list('search-dev')).toBe(0);
    const found = await Promise.all(
      orders.map(({ id }) => portal.get(`/orders/${id}`, 'payments-dev')),
    );
    expect(found.filter(({ status }) => status === 200)).toHaveLength(total);
  });

  it('narrows what may be ordered', async () => {
    decisions['order.create'] = on(
      'product',
      awsServiceCatalogProductConditions.ofProduct({ products: ['Queue'] }),
    );
    const place = async (product: string, name: string) =>
      portal.post(
        '/orders',
        await portal.launchOf(product, { name, parameters: {} }),
        'payments-dev',
      );
    expect((await place('Bucket', 'b')).status).toBe(403);
    expect((await place('Queue', 'q')).status).toBe(202);
  });

  it('places nothing that its requester may not read', async () => {
    decisions['order.read'] = on('order', ofProduct({ products: ['Bucket'] }));
    const request = await portal.launchOf('Queue', {
      name: 'unreadable',
      parameters: {},
    });
    for (const path of ['/orders/preview', '/orders']) {
      expect(await portal.post(path, request, 'payments-dev')).toMatchObject({
        status: 403,
        body: {
          error: {
            message:
              'You are not allowed to read orders of Queue, and so not to place one.',
          },
        },
      });
    }
    delete decisions['order.read'];
    const { body } = await portal.get('/orders?limit=100', 'payments-dev');
    expect(
      body.items.map((order: OrderDetail) => order.provisionedProduct.name),
    ).not.toContain('unreadable');
  });

  it('narrows who may cancel, and says so beforehand', async () => {
    decisions['order.cancel'] = on(
      'order',
      isRequester({ claims: ['user:default/payments-dev'] }),
    );
    const [own, , other] = orders;
    const asPayments = await portal.read(other.id, 'payments-dev');
    expect(asPayments.actions.cancel).toEqual({
      allowed: false,
      reason: 'You are not allowed to cancel it.',
    });
    const cancel = ({ id, digest }: OrderDetail) =>
      portal.post(`/orders/${id}/cancel`, { digest }, 'payments-dev');
    expect((await cancel(other)).status).toBe(403);
    expect((await cancel(own)).status).toBe(200);
  });

  it('holds for a new attempt as well', async () => {
    // The orders of the other tests are past what fails here.
    await portal.tick();
    emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    const order = await portal.order(
      await portal.launchOf('Bucket', { name: 'again', parameters: {} }),
    );
    const failed = await portal.finish(order.id);
    const retry = (user: string) =>
      portal.post(`/orders/${order.id}/retry`, { digest: failed.digest }, user);
    decisions['order.create'] = DENY;
    expect((await portal.read(order.id)).actions.retry.allowed).toBe(false);
    expect((await retry('payments-dev')).status).toBe(403);
    delete decisions['order.create'];
    expect((await retry('platform-engineer')).status).toBe(403);
    expect((await retry('payments-dev')).status).toBe(202);
    expect((await retry('payments-dev')).status).toBe(409);
    expect((await portal.finish(order.id)).state).toBe('succeeded');
  });

  it.each(['update', 'terminate'] as const)(
    'lets whoever may order to %s something try that again',
    async kind => {
      const launched = await portal.finish(
        (
          await portal.order(
            await portal.launchOf('Bucket', {
              name: `retry-${kind}`,
              parameters: {},
            }),
          )
        ).id,
      );
      emulator.faults.add({ kind: `${kind}Failure`, count: 1 });
      const operator = 'platform-engineer';
      const placed = await portal.order(
        {
          kind,
          target: 'sandbox',
          provisionedProductId: launched.provisionedProduct.id,
          ...(kind === 'update' && { parameters: {} }),
        },
        operator,
      );
      const failed = await portal.finish(placed.id, operator);
      expect(failed).toMatchObject({
        state: 'failed',
        actions: { retry: { allowed: true } },
      });
      const retry = () =>
        portal.post(
          `/orders/${placed.id}/retry`,
          { digest: failed.digest },
          operator,
        );

      decisions[`provisioned-product.${kind}`] = DENY;
      const reason = `You are not allowed to ${kind} it.`;
      expect((await portal.read(placed.id, operator)).actions.retry).toEqual({
        allowed: false,
        reason,
      });
      const refused = await retry();
      expect([refused.status, refused.body.error.message]).toEqual([
        403,
        reason,
      ]);
      delete decisions[`provisioned-product.${kind}`];
      expect((await retry()).status).toBe(202);
      expect((await portal.finish(placed.id, operator)).state).toBe(
        'succeeded',
      );
    },
  );

  it('narrows who may change what runs', async () => {
    const [, queue] = orders;
    const launched = await portal.finish(queue.id);
    const change = {
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
    };
    decisions['provisioned-product.update'] = DENY;
    const updated = await portal.post(
      '/orders',
      { kind: 'update', parameters: {}, ...change },
      'payments-dev',
    );
    expect(updated.status).toBe(403);
    const terminated = await portal.post(
      '/orders',
      { kind: 'terminate', ...change },
      'payments-dev',
    );
    expect(terminated.status).toBe(202);
  });

  it('narrows whose outputs an order shows', async () => {
    const [, , order] = orders;
    const done = await portal.finish(order.id);
    expect(done.outputs).toContainEqual(
      expect.objectContaining({ key: 'Purpose', value: 'none' }),
    );
    decisions['provisioned-product.read'] = on(
      'provisioned-product',
      awsServiceCatalogProvisionedProductConditions.isRequester({
        claims: ['user:default/both-dev'],
      }),
    );
    const outputsFor = async () => {
      const { body } = await portal.get('/orders?state=succeeded', 'both-dev');
      const listed: OrderDetail[] = body.items;
      return [
        (await portal.read(order.id, 'both-dev')).outputs,
        listed.find(({ id }) => id === order.id)?.outputs,
      ];
    };
    expect(await outputsFor()).toEqual([done.outputs, done.outputs]);
    decisions['provisioned-product.read'] = DENY;
    expect(await outputsFor()).toEqual([[], []]);
  });
});
