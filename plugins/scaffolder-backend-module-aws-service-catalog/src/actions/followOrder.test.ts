import { createAction, input, refusal } from '../__testUtils__/createAction';
import { createStep } from '../__testUtils__/createStep';
import { createOrder, ORDER_ID } from '../__testUtils__/orders';

describe('a step that waits for its order', () => {
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
});
