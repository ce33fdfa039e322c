import { mockCredentials } from '@backstage/backend-test-utils';
import { createAction, input, refusal } from '../__testUtils__/createAction';
import { createStep } from '../__testUtils__/createStep';
import { ORDER_ID } from '../__testUtils__/orders';

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
        requestToken: expect.stringMatching(
          /^scaffolder:task-1:[0-9a-f]{32}\.1$/,
        ),
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
      links: [
        { title: 'Order', url: `/aws-service-catalog/orders/${ORDER_ID}` },
        {
          title: 'receipts',
          url: '/aws-service-catalog/resources/sandbox/pp-1',
        },
      ],
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
      links: [
        { title: 'Order', url: `/aws-service-catalog/orders/${ORDER_ID}` },
      ],
      target: 'sandbox',
      owner: 'group:default/team-payments',
      entityRef: 'component:default/payments-api',
      outputs: {},
    });
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
