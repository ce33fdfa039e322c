import {
  OrderDetail,
  OrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { mockAwsServiceCatalogService } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import request from 'supertest';
import yaml from 'yaml';
import awsServiceCatalogModule from '.';
import {
  createOrder,
  createProduct,
  createProvisionedProduct,
} from './__testUtils__/orders';
import { startScaffolder, toTemplate } from './__testUtils__/startScaffolder';
import { examples as provisionExamples } from './actions/provision.examples';
import { examples as terminateExamples } from './actions/terminate.examples';
import { examples as updateExamples } from './actions/update.examples';

// Every test starts a scaffolder of its own.
jest.setTimeout(30_000);

const PASSWORD = 'correct-horse-battery-staple';

const parseExamples = (id: string, examples: { example: string }[]) =>
  examples.map(({ example }, index) =>
    toTemplate(`${id}-${index}`, yaml.parse(example)),
  );
const provision = parseExamples('provision', provisionExamples);
const update = parseExamples('update', updateExamples);
const terminate = parseExamples('terminate', terminateExamples);
const [bucketTemplate, databaseTemplate] = provision;

/** A service with every product of the examples, whose orders are as `read` says when they are placed and each time they are read. */
function mockService(
  read: () => OrderDetail = () => createOrder(['succeeded']),
) {
  return mockAwsServiceCatalogService.mock({
    listProducts: async ({ name }) => ({
      items: [
        createProduct({
          name,
          versions: [{ id: 'pa-1', name: '1.0', guidance: 'DEFAULT' }],
        }),
      ],
      totalItems: 1,
      portfolios: [],
      targets: [],
    }),
    getProduct: async () =>
      createProduct({
        versions: [{ id: 'pa-1', name: '1.0', guidance: 'DEFAULT' }],
      }),
    listProvisionedProducts: async () => ({
      items: ['payments-api-receipts', 'payments-api-receipts-old'].map(name =>
        createProvisionedProduct({ id: `pp-${name}`, name }),
      ),
      totalItems: 2,
      targets: [],
    }),
    listOrders: async () => ({ items: [], totalItems: 0 }),
    placeOrder: async () => read(),
    getOrder: async () => read(),
    retryOrder: async () =>
      createOrder(['queued', 'failed', 'queued', 'succeeded'], { attempt: 2 }),
  });
}

async function startWith(awsServiceCatalog = mockService()) {
  const scaffolder = await startScaffolder({
    entities: [...provision, ...update, ...terminate],
    features: [awsServiceCatalogModule, awsServiceCatalog.factory],
  });
  const placed = () =>
    awsServiceCatalog.placeOrder.mock.calls.map(
      ([{ requestToken, ...order }]): OrderRequest => order as OrderRequest,
    );
  return { ...scaffolder, awsServiceCatalog, placed };
}

describe('scaffolderModuleAwsServiceCatalog', () => {
  it('adds the actions, with schema and examples', async () => {
    const { server } = await startWith();

    const { body } = await request(server).get('/api/scaffolder/v2/actions');

    const actions: { id: string; schema: object; examples: object[] }[] =
      body.filter(({ id }: { id: string }) => id.startsWith('aws:'));
    expect(actions.map(({ id }) => id).sort()).toEqual([
      'aws:servicecatalog:provision',
      'aws:servicecatalog:terminate',
      'aws:servicecatalog:update',
    ]);
    for (const { examples, schema } of actions) {
      expect(examples).not.toEqual([]);
      expect(schema).toMatchObject({
        input: { additionalProperties: false },
        output: { properties: { orderUrl: { type: 'string' } } },
      });
    }
  });

  it('runs the examples of provision', async () => {
    const { run, placed } = await startWith();
    const secrets = { databasePassword: PASSWORD };

    const results = [];
    for (const template of provision) {
      results.push(await run(template, {}, { secrets }));
    }

    expect(results.map(({ status }) => status)).toEqual(
      provision.map(() => 'completed'),
    );
    const bucket = {
      kind: 'provision',
      target: 'sandbox',
      productId: 'prod-bucket',
      entityRef: 'component:default/payments-api',
      tags: [],
    };
    const parameters = { BucketPurpose: 'receipts', TeamName: 'payments' };
    expect(placed()).toEqual([
      {
        ...bucket,
        name: 'payments-api-receipts',
        parameters: { ...parameters, Environment: 'dev' },
      },
      {
        kind: 'provision',
        target: 'sandbox',
        productId: 'prod-bucket',
        versionId: 'pa-1',
        name: 'payments-api-db',
        owner: 'group:default/team-payments',
        parameters: {
          DatabaseName: 'payments',
          StorageGiB: '50',
          MasterUserPassword: PASSWORD,
        },
        tags: [{ key: 'DataClass', value: 'internal' }],
      },
      {
        ...bucket,
        name: 'payments-api-receipts-dev',
        parameters: { ...parameters, Environment: 'dev' },
      },
      {
        ...bucket,
        name: 'payments-api-receipts-staging',
        parameters: { ...parameters, Environment: 'staging' },
      },
    ]);
    expect(results[0].output).toEqual({
      links: [
        {
          title: 'Order',
          url: '/aws-service-catalog/orders/4fdf6bf4-5d0f-4c51-9e1f-4ac29b2a66e1',
        },
        { title: 'Entity', entityRef: 'component:default/payments-api' },
      ],
      text: [{ title: 'Bucket', content: '`receipts-1`' }],
    });
  });

  it('runs the examples of update and terminate', async () => {
    const { run, placed } = await startWith();

    for (const template of [...update, ...terminate]) {
      expect(await run(template)).toMatchObject({ status: 'completed' });
    }

    const bucket = {
      target: 'sandbox',
      provisionedProductId: 'pp-payments-api-receipts',
    };
    expect(placed()).toEqual([
      { ...bucket, kind: 'update', parameters: { Environment: 'prod' } },
      { ...bucket, kind: 'update', versionId: 'pa-1', parameters: {} },
      { ...bucket, kind: 'terminate' },
    ]);
  });

  it('orders as the person who runs the template', async () => {
    const { run, awsServiceCatalog } = await startWith();

    await run(bucketTemplate, {}, { user: 'user:default/ann' });

    const [[, { credentials }]] = awsServiceCatalog.placeOrder.mock.calls;
    expect(credentials.principal).toMatchObject({
      type: 'user',
      userEntityRef: 'user:default/ann',
    });
  });

  it('shows a secret nowhere in the task, even if the answer repeats it', async () => {
    const { run, server, placed } = await startWith(
      mockService(() =>
        createOrder(['queued', 'failed'], {
          failure: {
            code: 'ValidationException',
            message: `The password ${PASSWORD} is too short.`,
            advice: 'Choose another.',
            retryable: false,
          },
        }),
      ),
    );

    const { taskId, status, logs } = await run(
      databaseTemplate,
      {},
      { secrets: { databasePassword: PASSWORD } },
    );

    expect(status).toBe('failed');
    expect(placed()[0]).toMatchObject({
      parameters: { MasterUserPassword: PASSWORD },
    });
    expect(logs.join('\n')).toContain('The password *** is too short.');
    const task = await request(server).get(
      `/api/scaffolder/v2/tasks/${taskId}`,
    );
    const events = await request(server).get(
      `/api/scaffolder/v2/tasks/${taskId}/events`,
    );
    expect(task.text + events.text).not.toContain(PASSWORD);
  });

  it('gives a failed order a new attempt when the person starts the task over', async () => {
    const failed = createOrder(['queued', 'failed']);
    const failure = { ...failed.failure!, retryable: true };
    const { run, retry, awsServiceCatalog } = await startWith(
      mockService(() => ({ ...failed, failure })),
    );

    const first = await run(bucketTemplate);
    const second = await retry(first.taskId);

    expect(first.status).toBe('failed');
    expect(first.logs.join('\n')).toContain(
      'The bucket name is taken. Choose another purpose and order again.',
    );
    expect(second.status).toBe('completed');
    expect(awsServiceCatalog.placeOrder).toHaveBeenCalledTimes(1);
    expect(awsServiceCatalog.retryOrder).toHaveBeenCalledTimes(1);
  });

  it('stops waiting when the task is cancelled', async () => {
    let onRead = () => {};
    const firstRead = new Promise<void>(resolve => {
      onRead = resolve;
    });
    const { server, start, untilEnded, awsServiceCatalog } = await startWith(
      mockService(() => {
        onRead();
        return createOrder(['queued', 'running']);
      }),
    );

    const taskId = await start(bucketTemplate);
    await firstRead;
    await request(server).post(`/api/scaffolder/v2/tasks/${taskId}/cancel`);
    const { status, logs } = await untilEnded(taskId);

    // The scaffolder's word for a task that is cancelled during a step.
    expect(status).toBe('failed');
    expect(logs.join('\n')).toContain(
      'The task was cancelled. The order is running and goes on',
    );
    expect(awsServiceCatalog.cancelOrder).not.toHaveBeenCalled();
  });
});
