import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { component, group } from '../__testUtils__/entities';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const PAYMENTS = 'group:default/team-payments';
const entities = [
  component('payments-api', PAYMENTS),
  group(PAYMENTS, ['payments-dev']),
];

const OPERATOR = 'platform-engineer';
const IMPORT = 'ImportAsProvisionedProduct';
const nobodysStack =
  'arn:aws:cloudformation:eu-central-1:111111111111:stack/by-hand/0a1b2c3d';

describe.each(databases.eachId)('an import, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [
      plainBucket,
      {
        name: 'Queue',
        versions: { v1: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } } },
      },
    ],
  });
  let portal: OrderPortal;
  let count = 0;

  beforeEach(async () => {
    portal = await world.start({ entities });
  });

  /** A stack that no provisioned product has any more. */
  async function leaveStack(): Promise<string> {
    const launched = await portal.finish((await world.orderBucket(portal)).id);
    const left = await portal.order(
      {
        kind: 'terminate',
        target: 'sandbox',
        provisionedProductId: launched.provisionedProduct.id,
        retainResources: true,
        reason: 'It moves',
      },
      OPERATOR,
    );
    expect((await portal.finish(left.id)).state).toBe('succeeded');
    const arn = launched.outputs.find(
      ({ key }) => key === 'CloudformationStackARN',
    )?.value;
    return arn ?? '';
  }

  async function requestOf(
    stackArn: string,
    changes: object = {},
    product = 'Bucket',
  ) {
    const { id, versions } = await portal.findProduct(product);
    count += 1;
    return {
      kind: 'import',
      target: 'sandbox',
      productId: id,
      versionId: versions[0].id,
      name: `imported-${count}`,
      stackArn,
      owner: PAYMENTS,
      ...changes,
    };
  }

  const countOf = (operation: string) =>
    world.emulator.calls.count({ operation });

  const listed = async (order: OrderDetail) =>
    (await world.listResults(portal, order))[0];

  it('makes a stack its owner’s, like one that was launched', async () => {
    const request = await requestOf(await leaveStack(), {
      owner: undefined,
      entityRef: 'component:default/payments-api',
      requestToken: `import-${databaseId}`,
    });
    const preview = await portal.post('/orders/preview', request, OPERATOR);
    expect(preview.body).toMatchObject({
      acceptable: true,
      owner: PAYMENTS,
      tags: [],
    });
    const order = await portal.order(request, OPERATOR);
    expect(order).toMatchObject({
      kind: 'import',
      owner: PAYMENTS,
      stackArn: request.stackArn,
    });
    expect((await portal.order(request, OPERATOR)).id).toBe(order.id);
    const done = await portal.finish(order.id);
    expect(done).toMatchObject({
      state: 'succeeded',
      record: { status: 'SUCCEEDED' },
    });
    expect(done.outputs).toContainEqual(
      expect.objectContaining({ key: 'Purpose', value: 'invoices' }),
    );
    expect(await listed(order)).toMatchObject({
      status: 'AVAILABLE',
      owner: PAYMENTS,
      ownerSource: 'order',
      entityRef: 'component:default/payments-api',
      orderId: order.id,
    });

    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: done.provisionedProduct.id,
      parameters: { Purpose: 'changed' },
    });
    expect((await portal.finish(update.id)).state).toBe('succeeded');
    const gone = await portal.order({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: done.provisionedProduct.id,
    });
    expect((await portal.finish(gone.id)).state).toBe('succeeded');
    expect(await listed(order)).toBeUndefined();
  });

  it('is for operators, and only as AWS could do it', async () => {
    const refused = await portal.post(
      '/orders',
      await requestOf(nobodysStack),
      'payments-dev',
    );
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      'Only the people who run the portal can import a stack.',
    );
    const { name } = (await world.orderBucket(portal)).provisionedProduct;
    const problemsOf = async (changes: object) => {
      const { body } = await portal.post(
        '/orders/preview',
        await requestOf(nobodysStack, changes),
        OPERATOR,
      );
      return body.problems.map(
        (problem: { field: string; message: string }) =>
          `${problem.field}: ${problem.message}`,
      );
    };
    expect(await problemsOf({})).toEqual([]);
    expect(await problemsOf({ name })).toEqual([
      expect.stringContaining('name: There is already'),
    ]);
    expect(await problemsOf({ stackArn: 'not-the-arn-of-a-stack' })).toEqual([
      expect.stringContaining('stackArn: It takes the ARN of a stack'),
    ]);
    expect(
      await problemsOf({
        stackArn: nobodysStack.replace('111111111111', '222222222222'),
      }),
    ).toEqual([
      'stackArn: The stack is in account 222222222222 in eu-central-1, and target sandbox is account 111111111111 in eu-central-1: AWS imports a stack only where it is.',
    ]);
    expect(await problemsOf({ versionId: 'pa-unknown' })).toEqual([
      'versionId: Bucket has no version pa-unknown.',
    ]);
    expect(await problemsOf({ owner: undefined })).toEqual([
      expect.stringContaining('owner: Name who owns it'),
    ]);
    expect(await problemsOf({ owner: 'group:default/team-ads' })).toEqual([
      'owner: Target sandbox does not serve group:default/team-ads.',
    ]);
  });

  it('says what AWS has against it, leaves nothing, and is tried again', async () => {
    const stackArn = await leaveStack();
    const wrong = await portal.order(
      await requestOf(stackArn, {}, 'Queue'),
      OPERATOR,
    );
    const failed = await portal.finish(wrong.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        code: 'InvalidParametersException',
        message: expect.stringContaining('is not the one of stack'),
        advice: expect.stringContaining('template of the version'),
      },
      actions: { retry: { allowed: false } },
    });
    expect(await listed(wrong)).toBeUndefined();
    const retried = await portal.post(
      `/orders/${wrong.id}/retry`,
      { digest: failed.digest },
      OPERATOR,
    );
    expect(retried.status).toBe(202);
    expect(await portal.finish(wrong.id)).toMatchObject({
      state: 'failed',
      attempt: 2,
    });
    world.emulator.faults.add({
      kind: 'error',
      operation: IMPORT,
      name: 'InvalidStateException',
      message: 'Another import is in progress.',
      count: 1,
    });
    const order = await portal.order(await requestOf(stackArn), OPERATOR);
    await portal.tick();
    expect(await portal.read(order.id, OPERATOR)).toMatchObject({
      state: 'queued',
      waiting: { reason: 'aws', message: 'Another import is in progress.' },
    });
    await portal.tick(60);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
    });
    const taken = await portal.order(await requestOf(stackArn), OPERATOR);
    expect(await portal.finish(taken.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'DuplicateResourceException', retryable: false },
    });
    expect(countOf('TerminateProvisionedProduct')).toBe(1);
  });

  it('waits for its turn', async () => {
    const stacks = [await leaveStack(), await leaveStack()];
    const orders: OrderDetail[] = [];
    for (const stackArn of stacks) {
      world.emulator.clock.advance(1);
      orders.push(await portal.order(await requestOf(stackArn), OPERATOR));
    }
    await portal.tick();
    const states = await Promise.all(
      orders.map(async ({ id }) => (await portal.read(id)).state),
    );
    expect(states).toEqual(['running', 'queued']);
    for (const { id } of orders) {
      expect((await portal.finish(id)).state).toBe('succeeded');
    }
    expect(countOf(IMPORT)).toBe(2);
  });

  it.each(['token-saved', 'sent', 'noted'] as const)(
    'happens once when a replica is killed at %s',
    async boundary => {
      const order = await portal.order(
        await requestOf(await leaveStack()),
        OPERATOR,
      );
      world.emulator.calls.clear();
      portal.crashAt(boundary);
      await portal.tick();
      portal = await world.start({ entities });
      await portal.tick(20);
      const done = await portal.finish(order.id);
      expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect(await listed(order)).toMatchObject({
        id: done.provisionedProduct.id,
        owner: PAYMENTS,
      });
      expect(countOf(IMPORT)).toBe(1);
    },
  );

  it('takes a place of a quota', async () => {
    const config = orderPortalConfig(world.emulator.url);
    portal = await world.start({
      entities,
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as object),
          quotas: [{ name: 'one', match: { products: ['Queue'] }, limit: 1 }],
        },
      },
    });
    const order = await portal.order(
      await requestOf(nobodysStack, {}, 'Queue'),
      OPERATOR,
    );
    const second = await portal.post(
      '/orders',
      await requestOf(nobodysStack, {}, 'Queue'),
      OPERATOR,
    );
    expect(second.body.error.fields).toMatchObject([{ field: 'quota' }]);
    const { digest } = await portal.read(order.id, OPERATOR);
    await portal.post(`/orders/${order.id}/cancel`, { digest }, OPERATOR);
  });
});
