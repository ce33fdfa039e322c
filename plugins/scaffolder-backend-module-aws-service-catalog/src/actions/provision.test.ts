import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import {
  ListProductsResponse,
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  mockAwsServiceCatalogService,
  mockClock,
} from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { createStep } from '../__testUtils__/createStep';
import { createOrder, createProduct, ORDER_ID } from '../__testUtils__/orders';
import { createProvisionAction } from './provision';

const input = {
  product: 'Secure S3 Bucket',
  name: 'receipts',
  entityRef: 'payments-api',
  parameters: {
    BucketPurpose: 'receipts',
    Days: 30,
    Public: false,
    Ports: [80, 443],
  },
  secretParameters: { Password: 'correct horse battery staple' },
};

const refusal = (status: number, error: object) =>
  ResponseError.fromResponse(
    new Response(JSON.stringify({ error, response: { statusCode: status } }), {
      status,
      headers: { 'content-type': 'application/json' },
    }),
  );

/**
 * The action with a catalog of one product and an order that is as the first of `reads` says when it is placed, and as the
 * others say each time it is read. Time passes only while the action sleeps.
 */
function createAction(...reads: (OrderDetail | OrderState[])[]) {
  const clock = mockClock();
  const sleeps: number[] = [];
  const orders = reads.map(read =>
    Array.isArray(read) ? createOrder(read) : read,
  );
  let next = 1;
  const awsServiceCatalog = mockAwsServiceCatalogService.mock({
    listProducts: async (): Promise<ListProductsResponse> => ({
      items: [createProduct()],
      totalItems: 1,
      portfolios: [],
      targets: [],
    }),
    placeOrder: async () => orders[0],
    getOrder: async () => orders[Math.min(next++, orders.length - 1)],
  });
  const action = createProvisionAction({
    awsServiceCatalog,
    auth: mockServices.auth({ pluginId: 'scaffolder' }),
    clock,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      clock.advance({ milliseconds });
    },
  });
  return { action, awsServiceCatalog, sleeps };
}

describe('aws:servicecatalog:provision', () => {
  it('orders as the initiator, follows as the scaffolder and hands on what became of it', async () => {
    const { action, awsServiceCatalog, sleeps } = createAction(
      ['queued'],
      ['queued', 'submitting', 'running'],
      ['queued', 'submitting', 'running', 'succeeded'],
    );
    const step = createStep(action, input);

    await step.run();

    expect(awsServiceCatalog.placeOrder).toHaveBeenCalledTimes(1);
    expect(awsServiceCatalog.placeOrder).toHaveBeenCalledWith(
      {
        kind: 'provision',
        requestToken: expect.stringMatching(/^scaffolder:task-1:[0-9a-f]{32}$/),
        target: 'sandbox',
        productId: 'prod-bucket',
        name: 'receipts',
        parameters: {
          BucketPurpose: 'receipts',
          Days: '30',
          Public: 'false',
          Ports: '80,443',
          Password: 'correct horse battery staple',
        },
        tags: [],
        entityRef: 'component:default/payments-api',
      },
      { credentials: mockCredentials.user() },
    );
    for (const [id, { credentials }] of awsServiceCatalog.getOrder.mock.calls) {
      expect(id).toBe(ORDER_ID);
      expect(credentials.principal).toMatchObject({
        type: 'service',
        subject: 'plugin:scaffolder',
      });
    }
    expect(sleeps).toEqual([2000, 3000]);
    expect(step.logged()).toEqual([
      `Order ${ORDER_ID}: /aws-service-catalog/orders/${ORDER_ID}`,
      'queued: It is queued.',
      'submitting: It is submitting.',
      'running: It is running.',
      'succeeded: It is succeeded.',
    ]);
    expect(step.output).toEqual({
      orderId: ORDER_ID,
      orderUrl: `/aws-service-catalog/orders/${ORDER_ID}`,
      target: 'sandbox',
      owner: 'group:default/team-payments',
      entityRef: 'component:default/payments-api',
      provisionedProductId: 'pp-1',
      provisionedProductArn:
        'arn:aws:servicecatalog:eu-central-1:111111111111:stack/receipts/pp-1',
      outputs: { BucketName: 'receipts-1' },
    });
  });

  it('does not wait when told so', async () => {
    const { action, sleeps } = createAction(['queued']);
    const step = createStep(action, { ...input, wait: false });

    await step.run();

    expect(sleeps).toEqual([]);
    expect(step.output).toEqual({
      orderId: ORDER_ID,
      orderUrl: `/aws-service-catalog/orders/${ORDER_ID}`,
      target: 'sandbox',
      owner: 'group:default/team-payments',
      entityRef: 'component:default/payments-api',
      outputs: {},
    });
  });

  it('asks less and less often, and stops waiting in time while the order goes on', async () => {
    const { action, awsServiceCatalog, sleeps } = createAction(['running']);
    const step = createStep(action, { ...input, timeout: { minutes: 2 } });

    await expect(step.run()).rejects.toThrow(
      `The order is still running after 2 minutes. It goes on: see /aws-service-catalog/orders/${ORDER_ID}`,
    );
    expect(sleeps.slice(0, 6)).toEqual([2000, 3000, 4500, 6750, 10125, 15000]);
    expect(Math.max(...sleeps)).toBe(15000);
    expect(sleeps.reduce((sum, each) => sum + each)).toBe(120_000);
    expect(awsServiceCatalog.cancelOrder).not.toHaveBeenCalled();
  });

  it('stops waiting when the task is cancelled, and leaves the order alone', async () => {
    const { action, awsServiceCatalog } = createAction(['queued'], ['running']);
    const abort = new AbortController();
    awsServiceCatalog.getOrder.mockImplementation(async () => {
      abort.abort();
      return createOrder(['running']);
    });
    const step = createStep(action, input);

    await expect(step.run({ signal: abort.signal })).rejects.toThrow(
      `The task was cancelled. The order is running and goes on: see /aws-service-catalog/orders/${ORDER_ID}`,
    );
    expect(awsServiceCatalog.getOrder).toHaveBeenCalledTimes(1);
    expect(awsServiceCatalog.cancelOrder).not.toHaveBeenCalled();
  });

  it.each`
    states                               | message
    ${['queued', 'running', 'failed']}   | ${'The order to provision "receipts" (Secure S3 Bucket) failed: The bucket name is taken. Choose another purpose and order again.'}
    ${['awaiting-approval', 'rejected']} | ${'The order to provision "receipts" (Secure S3 Bucket) was rejected: It is rejected.'}
    ${['awaiting-approval', 'expired']}  | ${'The order to provision "receipts" (Secure S3 Bucket) expired: It is expired.'}
    ${['queued', 'cancelled']}           | ${'The order to provision "receipts" (Secure S3 Bucket) was cancelled: It is cancelled.'}
  `('fails with the reason after $states', async ({ states, message }) => {
    const { action } = createAction(['queued'], states);

    await expect(createStep(action, input).run()).rejects.toThrow(
      `${message} See /aws-service-catalog/orders/${ORDER_ID}`,
    );
  });

  it('keeps following through failures to read', async () => {
    const { action, awsServiceCatalog } = createAction(['queued']);
    awsServiceCatalog.getOrder
      .mockRejectedValueOnce(
        // Nothing listens on port 1.
        await fetch('http://127.0.0.1:1').catch(error => error),
      )
      .mockRejectedValueOnce(
        await refusal(503, {
          name: 'ServiceUnavailableError',
          message: 'later',
        }),
      )
      .mockResolvedValueOnce(createOrder(['queued', 'succeeded']));
    const step = createStep(action, input);

    await step.run();

    expect(step.output.provisionedProductId).toBe('pp-1');
    expect(step.logged()).toContainEqual(
      expect.stringContaining('Could not read the order, trying again'),
    );
  });

  it('gives up when it may not read the order', async () => {
    const { action, awsServiceCatalog, sleeps } = createAction(['queued']);
    awsServiceCatalog.getOrder.mockRejectedValueOnce(
      await refusal(404, { name: 'NotFoundError', message: 'No such order' }),
    );

    await expect(createStep(action, input).run()).rejects.toThrow(
      'No such order',
    );
    expect(sleeps).toHaveLength(1);
  });

  it('says field by field why an order is refused', async () => {
    const { action, awsServiceCatalog } = createAction(['queued']);
    awsServiceCatalog.placeOrder.mockRejectedValue(
      await refusal(400, {
        name: 'InputError',
        message: 'The order is not acceptable',
        fields: [
          { field: 'name', message: 'is taken' },
          { field: 'parameters.Days', message: 'must be at most 7' },
        ],
      }),
    );

    await expect(createStep(action, input).run()).rejects.toThrow(
      'name: is taken; parameters.Days: must be at most 7',
    );
  });

  it('passes on any other refusal in its own words', async () => {
    const { action, awsServiceCatalog } = createAction(['queued']);
    awsServiceCatalog.placeOrder.mockRejectedValue(
      await refusal(403, {
        name: 'NotAllowedError',
        message: 'Not your entity',
      }),
    );

    await expect(createStep(action, input).run()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: 'Not your entity',
    });
  });

  it('rejects what is no entity reference, by name of the input', async () => {
    const { action, awsServiceCatalog } = createAction(['queued']);
    const step = createStep(action, { ...input, entityRef: 'my component!' });

    await expect(step.run()).rejects.toThrow(
      'entityRef: must be an entity reference such as component:default/name, got "my component!"',
    );
    expect(awsServiceCatalog.placeOrder).not.toHaveBeenCalled();
  });

  describe('run again', () => {
    it('finds its order instead of placing another', async () => {
      const { action, awsServiceCatalog } = createAction(
        ['queued', 'running'],
        ['queued', 'running', 'succeeded'],
      );
      const step = createStep(action, input);
      await expect(step.run({ signal: AbortSignal.abort() })).rejects.toThrow(
        'goes on',
      );

      await step.run({
        getInitiatorCredentials: async () => {
          throw new Error('The token has expired');
        },
      });

      expect(awsServiceCatalog.placeOrder).toHaveBeenCalledTimes(1);
      expect(step.output.provisionedProductId).toBe('pp-1');
    });

    it('sends the same token when even the checkpoint was lost', async () => {
      const { action, awsServiceCatalog } = createAction(['succeeded']);
      const step = createStep(action, input);

      await step.run();
      step.checkpoints.clear();
      await step.run();

      const tokens = awsServiceCatalog.placeOrder.mock.calls.map(
        ([request]) => request.requestToken,
      );
      expect(tokens).toHaveLength(2);
      expect(tokens[1]).toBe(tokens[0]);
    });

    it('gives each iteration, step and task an order of its own', async () => {
      const { action, awsServiceCatalog } = createAction(['succeeded']);
      const step = createStep(action, input);

      await step.run();
      for (const overrides of [
        { input: { ...input, name: 'other' } },
        { input: { ...input, entityRef: 'other' } },
        { step: { id: 'other-step' } },
        { task: { id: 'task-2' } },
      ]) {
        step.checkpoints.clear();
        await step.run(overrides);
      }

      const tokens = awsServiceCatalog.placeOrder.mock.calls.map(
        ([request]) => request.requestToken,
      );
      expect(new Set(tokens).size).toBe(5);
    });

    it('leaves no value of a parameter in token or checkpoints', async () => {
      const { action, awsServiceCatalog } = createAction(['succeeded']);
      const step = createStep(action, input);
      await step.run();
      const first = [...step.checkpoints];
      step.checkpoints.clear();

      await step.run({
        input: {
          ...input,
          parameters: { ...input.parameters, BucketPurpose: 'other' },
          secretParameters: { Password: 'another' },
        },
      });

      expect([...step.checkpoints]).toEqual(first);
      const [[one], [two]] = awsServiceCatalog.placeOrder.mock.calls;
      expect(two.requestToken).toBe(one.requestToken);
    });

    it('gives an order whose failure was seen a new attempt, with its secrets', async () => {
      const { action, awsServiceCatalog } = createAction(
        ['queued'],
        ['queued', 'failed'],
        ['queued', 'failed'],
        createOrder(['queued', 'failed', 'queued', 'succeeded'], {
          attempt: 2,
        }),
      );
      awsServiceCatalog.retryOrder.mockResolvedValue(
        createOrder(['queued', 'failed', 'queued'], { attempt: 2 }),
      );
      const step = createStep(action, input);

      await expect(step.run()).rejects.toThrow('The bucket name is taken');
      expect(awsServiceCatalog.retryOrder).not.toHaveBeenCalled();
      await step.run();

      expect(awsServiceCatalog.placeOrder).toHaveBeenCalledTimes(1);
      expect(awsServiceCatalog.retryOrder).toHaveBeenCalledTimes(1);
      expect(awsServiceCatalog.retryOrder).toHaveBeenCalledWith(
        ORDER_ID,
        {
          digest: 'digest-1',
          secrets: { Password: 'correct horse battery staple' },
        },
        { credentials: mockCredentials.user() },
      );
      expect(step.output.provisionedProductId).toBe('pp-1');
    });

    it('only reports a failure that happened while the scaffolder was down', async () => {
      const { action, awsServiceCatalog } = createAction(
        ['queued'],
        ['queued', 'failed'],
      );
      const step = createStep(action, input);
      await expect(step.run({ signal: AbortSignal.abort() })).rejects.toThrow(
        'goes on',
      );

      await expect(step.run()).rejects.toThrow('The bucket name is taken');
      expect(awsServiceCatalog.retryOrder).not.toHaveBeenCalled();
    });
  });

  describe('dry run', () => {
    const preview = {
      acceptable: true,
      problems: [],
      target: {
        name: 'sandbox',
        accountId: '111111111111',
        region: 'eu-central-1',
      },
      owner: 'group:default/team-payments',
      tags: [
        { key: 'backstage.io/owner', value: 'group:default/team-payments' },
      ],
    };

    it('says what would happen, and orders nothing', async () => {
      const { action, awsServiceCatalog } = createAction(['queued']);
      awsServiceCatalog.previewOrder.mockResolvedValue(preview);
      const step = createStep(action, input);

      await step.run({ isDryRun: true });

      expect(action.supportsDryRun).toBe(true);
      expect(awsServiceCatalog.placeOrder).not.toHaveBeenCalled();
      expect(awsServiceCatalog.previewOrder).toHaveBeenCalledWith(
        expect.objectContaining({
          productId: 'prod-bucket',
          parameters: {
            BucketPurpose: 'receipts',
            Days: '30',
            Public: 'false',
            Ports: '80,443',
          },
        }),
        { credentials: mockCredentials.user() },
      );
      expect(step.logged()).toEqual([
        'It would be ordered in target sandbox (account 111111111111, eu-central-1) for group:default/team-payments',
        'It would have the tag backstage.io/owner: group:default/team-payments',
      ]);
      expect(step.output).toMatchObject({ target: 'sandbox', outputs: {} });
    });

    it('fails as the order would', async () => {
      const { action, awsServiceCatalog } = createAction(['queued']);
      awsServiceCatalog.previewOrder.mockResolvedValue({
        ...preview,
        acceptable: false,
        problems: [{ field: 'parameters.Days', message: 'must be at most 7' }],
      });
      const step = createStep(action, input);

      await expect(step.run({ isDryRun: true })).rejects.toThrow(
        'parameters.Days: must be at most 7',
      );
    });
  });
});
