import { mockCredentials } from '@backstage/backend-test-utils';
import { createAction, input } from '../__testUtils__/createAction';
import { createStep } from '../__testUtils__/createStep';
import { createOrder, ORDER_ID } from '../__testUtils__/orders';

const OTHER_ID = '0b2f7a35-6d1e-4f7f-9a53-0c4f4a1f6b11';
const failed = createOrder(['queued', 'failed']);
const retryable = createOrder(['queued', 'failed'], {
  failure: { ...failed.failure!, retryable: true },
});

describe('a step that runs again', () => {
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
      retryable,
      retryable,
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

  it.each([
    ['failed for good', failed],
    ['was cancelled', createOrder(['queued', 'cancelled'])],
  ])('places another order when the one before %s', async (_, ended) => {
    const another = createOrder(['queued', 'succeeded'], { id: OTHER_ID });
    const { action, awsServiceCatalog } = createAction(['queued'], ended);
    const step = createStep(action, input);
    await expect(step.run()).rejects.toThrow('See /aws-service-catalog');

    awsServiceCatalog.placeOrder.mockResolvedValue(another);
    await step.run();
    expect(step.output.orderId).toBe(OTHER_ID);
    awsServiceCatalog.getOrder.mockImplementation(async id =>
      id === OTHER_ID ? another : ended,
    );
    await step.run();

    expect(step.output.orderId).toBe(OTHER_ID);
    expect(awsServiceCatalog.retryOrder).not.toHaveBeenCalled();
    const tokens = awsServiceCatalog.placeOrder.mock.calls.map(
      ([request]) => request.requestToken,
    );
    expect(new Set(tokens).size).toBe(2);
    expect(tokens).toHaveLength(2);
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
