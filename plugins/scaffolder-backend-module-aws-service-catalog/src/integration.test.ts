import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  Order,
  ProvisionedProduct,
} from 'backstage-plugin-aws-service-catalog-common';
import backendPlugin from 'backstage-plugin-aws-service-catalog-backend';
import request from 'supertest';
import yaml from 'yaml';
import { createStep } from './__testUtils__/createStep';
import { DEVELOPER, startPortal, STRANGER } from './__testUtils__/startPortal';
import { toTemplate } from './__testUtils__/startScaffolder';
import { examples as provisionExamples } from './actions/provision.examples';
import { examples as terminateExamples } from './actions/terminate.examples';
import { createTerminateAction } from './actions/terminate';
import { examples as updateExamples } from './actions/update.examples';

// Some tests place several orders, each with a stack of its own.
jest.setTimeout(60_000);

const PASSWORD = 'correct-horse-battery-staple';
const developer = { user: DEVELOPER };

const parseExamples = (id: string, examples: { example: string }[]) =>
  examples.map(({ example }, index) =>
    toTemplate(`${id}-${index}`, yaml.parse(example)),
  );
const [bucket, database, buckets] = parseExamples(
  'provision',
  provisionExamples,
);
const updates = parseExamples('update', updateExamples);
const [terminate] = parseExamples('terminate', terminateExamples);

/** A template whose form takes all that the action takes. */
const anything = toTemplate('anything', {
  steps: [
    {
      id: 'order',
      action: 'aws:servicecatalog:provision',
      input: {
        product: '${{ parameters.product }}',
        version: '${{ parameters.version }}',
        name: '${{ parameters.name }}',
        entityRef: 'payments-api',
        parameters: '${{ parameters.parameters }}',
        tags: '${{ parameters.tags }}',
      },
    },
  ],
  output: { outputs: '${{ steps.order.output.outputs }}' },
});
const valuesOf = (name: string, changes: object = {}) => ({
  product: 'Secure S3 Bucket',
  version: '1.0',
  name,
  parameters: { BucketPurpose: name, TeamName: 'payments' },
  tags: {},
  ...changes,
});

describe('the actions, on the real backend and scaffolder', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let demoTemplate: Entity;

  beforeAll(async () => {
    const file = path.resolve(
      __dirname,
      '../../../examples/software-templates/secure-s3-bucket.yaml',
    );
    demoTemplate = yaml.parse(await readFile(file, 'utf8'));
    portal = await startPortal({
      backendPlugin,
      templates: [
        demoTemplate,
        bucket,
        database,
        buckets,
        ...updates,
        terminate,
        anything,
      ],
    });
  });

  afterAll(async () => {
    await portal.emulator.close();
  });

  const listProvisionedProducts = async (): Promise<ProvisionedProduct[]> => {
    const { body } = await request(portal.server)
      .get('/api/aws-service-catalog/provisioned-products')
      .set('authorization', mockCredentials.user.header(DEVELOPER));
    return body.items;
  };
  const sent = (operation: string) =>
    portal.emulator.calls.count({ operation });

  it("runs the demo's template: form values in, a bucket of the component's owner out", async () => {
    const { status, logs, output } = await portal.run(
      demoTemplate,
      {
        component: 'component:default/payments-api',
        purpose: 'invoices',
        team: 'payments',
        environment: 'dev',
      },
      developer,
    );

    expect({ status, logs }).toMatchObject({ status: 'completed' });
    expect(output).toMatchObject({
      links: expect.arrayContaining([
        expect.objectContaining({
          entityRef: 'component:default/payments-api',
        }),
        {
          title: 'Order',
          url: expect.stringMatching(
            /^\/aws-service-catalog\/orders\/[0-9a-f-]{36}$/,
          ),
        },
      ]),
      text: [
        {
          content: expect.stringContaining(
            'payments-invoices-dev-111111111111',
          ),
        },
      ],
    });
    expect(await listProvisionedProducts()).toMatchObject([
      {
        name: 'payments-api-invoices-dev',
        status: 'AVAILABLE',
        owner: 'group:default/team-payments',
        entityRef: 'component:default/payments-api',
      },
    ]);
  });

  it('runs the examples from provision to terminate, and asks AWS once for each order', async () => {
    portal.emulator.calls.clear();

    const provisioned = await portal.run(bucket, {}, developer);
    const updated = [];
    for (const template of updates) {
      updated.push(await portal.run(template, {}, developer));
    }
    const terminated = await portal.run(terminate, {}, developer);

    expect([provisioned, ...updated, terminated]).toEqual(
      Array(4).fill(expect.objectContaining({ status: 'completed' })),
    );
    expect(provisioned.output).toMatchObject({
      text: [{ content: '`payments-receipts-dev-111111111111`' }],
    });
    expect(sent('ProvisionProduct')).toBe(1);
    expect(sent('UpdateProvisionedProduct')).toBe(2);
    expect(sent('TerminateProvisionedProduct')).toBe(1);
    const names = (await listProvisionedProducts()).map(({ name }) => name);
    expect(names).not.toContain('payments-api-receipts');
  });

  it('passes a secret to AWS and shows it to nobody', async () => {
    const { status, taskId } = await portal.run(
      database,
      {},
      { ...developer, secrets: { databasePassword: PASSWORD } },
    );

    expect(status).toBe('completed');
    const { body: state } = await request(portal.emulator.url).get(
      '/_emulator/state',
    );
    expect(state.accounts[0].provisionedProducts).toContainEqual(
      expect.objectContaining({
        name: 'payments-api-db',
        parameters: expect.objectContaining({
          StorageGiB: '50',
          // It arrived; the emulator keeps it as AWS shows it.
          MasterUserPassword: '****',
        }),
      }),
    );
    const task = `/api/scaffolder/v2/tasks/${taskId}`;
    for (const url of [
      task,
      `${task}/events`,
      '/api/aws-service-catalog/orders',
      '/api/aws-service-catalog/provisioned-products',
    ]) {
      const { text } = await request(portal.server)
        .get(url)
        .set('authorization', mockCredentials.user.header(DEVELOPER));
      expect(text).not.toContain(PASSWORD);
    }
  });

  it('hands on no output that shows a secret, as the API shows none', async () => {
    const secret = 'correct_horse_battery';
    const { status, output, logs } = await portal.run(
      anything,
      valuesOf('echo', {
        product: 'PostgreSQL RDS Instance',
        parameters: { DatabaseName: secret, MasterUserPassword: secret },
      }),
      developer,
    );

    expect({ status, logs }).toMatchObject({ status: 'completed' });
    const { body } = await request(portal.server)
      .get('/api/aws-service-catalog/orders?limit=1')
      .set('authorization', mockCredentials.user.header(DEVELOPER));
    const [order]: Order[] = body.items;
    expect(order.provisionedProduct.name).toBe('echo');
    // An output of the product is equal to the secret.
    expect(order.outputs).toContainEqual(
      expect.objectContaining({ key: 'DatabaseName', secret: true }),
    );
    const shown = order.outputs.filter(each => !each.secret);
    expect(shown.map(({ key }) => key)).toContain('EndpointPort');
    expect(output?.outputs).toEqual(
      Object.fromEntries(shown.map(({ key, value }) => [key, value])),
    );
    expect(JSON.stringify(output)).not.toContain(secret);
  });

  it('orders once for each, without waiting', async () => {
    const { status } = await portal.run(buckets, {}, developer);

    expect(status).toBe('completed');
    const { body } = await request(portal.server)
      .get('/api/aws-service-catalog/orders?kind=provision&limit=2')
      .set('authorization', mockCredentials.user.header(DEVELOPER));
    expect(
      body.items.map((order: Order) => order.provisionedProduct.name).sort(),
    ).toEqual(['payments-api-receipts-dev', 'payments-api-receipts-staging']);
  });

  it('finds its orders when a task runs again', async () => {
    const { taskId } = await portal.run(anything, valuesOf('again'), developer);
    const count = sent('ProvisionProduct');

    const { status, output } = await portal.retry(taskId, developer);

    expect(status).toBe('completed');
    expect(output).toMatchObject({
      outputs: { BucketName: 'payments-again-dev-111111111111' },
    });
    expect(sent('ProvisionProduct')).toBe(count);
  });

  it('says why a launch failed, and tries again when started over', async () => {
    const first = await portal.run(
      anything,
      valuesOf('failing', {
        product: 'Launch Failure Example',
        parameters: {},
      }),
      developer,
    );

    expect(first.status).toBe('failed');
    expect(first.logs.join('\n')).toMatch(
      /The order to provision "failing" \(Launch Failure Example\) failed: .+ See \/aws-service-catalog\/orders\//,
    );

    const second = await portal.retry(first.taskId, developer);

    expect(second.status).toBe('failed');
    expect(second.logs.join('\n')).toContain('Trying the failed order again');
    const { body } = await request(portal.server)
      .get('/api/aws-service-catalog/orders?state=failed')
      .set('authorization', mockCredentials.user.header(DEVELOPER));
    expect(body.items).toMatchObject([{ attempt: 2 }]);
  });

  it('orders anew when a failed order cannot be tried again', async () => {
    portal.emulator.faults.add({
      kind: 'error',
      operation: 'ProvisionProduct',
      name: 'DuplicateResourceException',
      message: 'The name is taken.',
      count: 1,
    });
    const first = await portal.run(anything, valuesOf('anew'), developer);
    expect(first.status).toBe('failed');

    const second = await portal.retry(first.taskId, developer);

    expect(second).toMatchObject({ status: 'completed' });
    const { body } = await request(portal.server)
      .get('/api/aws-service-catalog/orders?limit=2')
      .set('authorization', mockCredentials.user.header(DEVELOPER));
    expect(body.items).toMatchObject([
      { state: 'succeeded', provisionedProduct: { name: 'anew' } },
      {
        state: 'failed',
        provisionedProduct: { name: 'anew' },
        failure: { retryable: false },
      },
    ]);
  });

  it('finds its order when its checkpoint was lost and what it ended is gone', async () => {
    await portal.run(anything, valuesOf('ending'), developer);
    const step = createStep(createTerminateAction(portal.actionOptions), {
      provisionedProduct: 'ending',
    });
    const run = () =>
      step.run({
        getInitiatorCredentials: async () => mockCredentials.user(DEVELOPER),
      });
    await run();
    const { orderId } = step.output;
    expect(orderId).toEqual(expect.any(String));
    const count = sent('TerminateProvisionedProduct');

    step.checkpoints.clear();
    delete step.output.orderId;
    await run();

    expect(step.output.orderId).toBe(orderId);
    expect(sent('TerminateProvisionedProduct')).toBe(count);
  });

  it.each`
    what                          | input                                             | user         | message
    ${'an entity of others'}      | ${{}}                                             | ${STRANGER}  | ${'team-payments'}
    ${'an unknown product'}       | ${{ product: 'Nothing' }}                         | ${DEVELOPER} | ${'product: no product that you may order has the name or id "Nothing"'}
    ${'an unknown version'}       | ${{ version: '9' }}                               | ${DEVELOPER} | ${'version: "9" is none of 1.0 ('}
    ${'a value out of the rules'} | ${{ parameters: { BucketPurpose: 'X' } }}         | ${DEVELOPER} | ${'parameters.BucketPurpose: '}
    ${'an unknown parameter'}     | ${{ parameters: { Color: 'red' } }}               | ${DEVELOPER} | ${'parameters.Color: '}
    ${'a tag of the portal'}      | ${{ tags: { 'backstage.io/owner': 'somebody' } }} | ${DEVELOPER} | ${'backstage.io/owner'}
  `(
    'refuses $what before anything is sent to AWS, in a dry run as well',
    async ({ input, user, message }) => {
      const values = valuesOf('refused', input);
      const count = sent('ProvisionProduct');

      const { status, logs } = await portal.run(anything, values, { user });
      const dryRun = await portal.dryRun(anything, values, { user });

      expect(status).toBe('failed');
      expect(logs.join('\n')).toContain(message);
      expect(dryRun.status).toBeGreaterThanOrEqual(400);
      expect(dryRun.body.error.message).toContain(message);
      expect(sent('ProvisionProduct')).toBe(count);
    },
  );

  it('orders nothing in a dry run that would be accepted', async () => {
    const count = sent('ProvisionProduct');

    const { status, body } = await portal.dryRun(
      anything,
      valuesOf('dry'),
      developer,
    );

    expect(status).toBe(200);
    expect(JSON.stringify(body.log)).toContain(
      'backstage.io/owner: group:default/team-payments',
    );
    expect(sent('ProvisionProduct')).toBe(count);
  });
});
