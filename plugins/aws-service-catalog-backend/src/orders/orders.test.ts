import { Knex } from 'knex';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { component } from '../__testUtils__/entities';
import { OrderPortal, startOrderPortal } from '../__testUtils__/orderPortal';
import { bucketTemplate } from '../__testUtils__/seed';
import { findBrokenEvent } from './eventChain';
import { OrderStore } from './OrderStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';

jest.setTimeout(120_000);

const SECRET = 'correct-horse-battery';

/** The bucket's next version: a parameter fewer, one more, and outputs that show what came in. */
const { Days: _, ...keptParameters } = bucketTemplate.Parameters;
const nextTemplate = {
  ...bucketTemplate,
  Rules: undefined,
  Parameters: {
    ...keptParameters,
    Tier: { Type: 'String', Default: 'standard' },
  },
  Outputs: {
    Purpose: { Value: { Ref: 'Purpose' } },
    Environment: { Value: { Ref: 'Environment' } },
    Tier: { Value: { Ref: 'Tier' } },
    Leak: { Value: { Ref: 'Password' } },
  },
};

const failingTemplate = {
  Parameters: { Password: { Type: 'String', NoEcho: true } },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: { Name: { Value: { Ref: 'Bucket' } } },
};

const databases = createTestDatabases();

describe.each(databases.eachId)('orders on %s', databaseId => {
  let knex: Knex;
  let emulator: TestEmulator;
  let portal: OrderPortal;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    emulator = await startEmulator({
      sandbox: [
        {
          name: 'Bucket',
          versions: { v1: bucketTemplate, v2: nextTemplate },
          launchRoleArn: 'arn:aws:iam::111111111111:role/launch',
          tagUpdates: true,
        },
        { name: 'Fragile', versions: { v1: failingTemplate } },
        {
          name: 'Twice',
          portfolios: ['Storage', 'Cold'],
          versions: { v1: failingTemplate },
        },
      ],
    });
    portal = await startOrderPortal({
      knex,
      emulator,
      entities: [component('payments-api', 'group:default/team-payments')],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
  });
  beforeEach(() => {
    emulator.faults.clear();
    emulator.calls.clear();
    portal.told.notifications.length = 0;
    portal.told.signals.length = 0;
    portal.told.audit.length = 0;
  });

  async function orderBucket(name: string, values: object = {}) {
    const { versions } = await portal.findProduct('Bucket');
    const v1 = versions.find(version => version.name === 'v1');
    return portal.order(
      await portal.launchOf('Bucket', {
        name,
        versionId: v1?.id,
        parameters: { Purpose: 'invoices', Password: SECRET, ...values },
        entityRef: 'component:default/payments-api',
      }),
    );
  }

  async function launchBucket(name: string): Promise<OrderDetail> {
    const order = await portal.finish((await orderBucket(name)).id);
    expect(order.state).toBe('succeeded');
    return order;
  }

  const inventory = async (order: OrderDetail) => {
    const { id } = order.provisionedProduct;
    const path = `/provisioned-products/sandbox/${id}`;
    return portal.get(path, 'payments-dev');
  };

  it('launches what a component needs, and tells nobody the secret', async () => {
    const placed = await orderBucket('invoices', { Environment: 'dev' });
    expect(portal.triggered).toEqual([
      'reconcile-orders',
      'deliver-order-events',
    ]);
    expect(placed).toMatchObject({
      state: 'queued',
      requester: 'user:default/payments-dev',
      owner: 'group:default/team-payments',
      parameters: [
        { key: 'Environment', value: 'dev', secret: false },
        { key: 'Purpose', value: 'invoices', secret: false },
        { key: 'Password', secret: true },
      ],
      actions: { cancel: { allowed: true }, retry: { allowed: false } },
    });
    const rows = JSON.stringify(await dump(knex));
    expect(rows).toContain(placed.id);
    expect(rows).not.toContain(SECRET);

    await portal.tick();
    expect(await portal.read(placed.id)).toMatchObject({
      state: 'running',
      actions: {
        cancel: {
          allowed: false,
          reason: 'Only an order that AWS has not got can be cancelled.',
        },
      },
    });
    expect(await knex('order_secrets')).toMatchObject([{ sealed: null }]);

    const done = await portal.finish(placed.id);
    const { id } = done.provisionedProduct;
    expect(done).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      provisionedProduct: {
        name: 'invoices',
        arn: `arn:aws:servicecatalog:eu-central-1:111111111111:stack/invoices/${id}`,
      },
      record: { status: 'SUCCEEDED' },
      outputs: [
        { key: 'CloudformationStackARN', secret: false },
        { key: 'BucketName', description: 'The name', secret: false },
        { key: 'Leak', secret: true },
      ],
    });
    expect(done.events.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'ordered'],
      [2, 'submitted'],
      [3, 'running'],
      [4, 'succeeded'],
    ]);
    const found = await inventory(done);
    expect(found.body).toMatchObject({
      status: 'AVAILABLE',
      owner: 'group:default/team-payments',
      ownerSource: 'order',
      entityRef: 'component:default/payments-api',
      orderId: done.id,
    });
    expect(found.body.tags).toEqual(
      expect.arrayContaining([
        { key: 'backstage.io/owner', value: 'group:default/team-payments' },
        { key: 'backstage.io/entity', value: 'component:default/payments-api' },
        { key: 'backstage.io/requester', value: 'user:default/payments-dev' },
        { key: 'backstage.io/order', value: done.id },
        { key: 'backstage.io/portal', value: 'test' },
      ]),
    );

    const store = new OrderStore(new OrderSecretStore(new SecretBox([])));
    const events = await store.listEvents(knex, done.id);
    const stored = await store.find(knex, done.id);
    expect(findBrokenEvent(events, stored!.chainEnd)).toBeUndefined();

    expect(portal.told.notifications).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'user:default/payments-dev' },
        payload: expect.objectContaining({
          title: 'Launch of invoices succeeded',
          link: `/aws-service-catalog/orders/${done.id}`,
          scope: `order:${done.id}:requester`,
          severity: 'normal',
        }),
      },
    ]);
    expect(portal.told.signals.map(({ message }) => message)).toEqual(
      ['queued', 'submitting', 'running', 'succeeded'].map(state => ({
        orderId: done.id,
        state,
      })),
    );
    expect(portal.told.audit).toMatchObject([
      { eventId: 'order-place', outcome: 'succeeded' },
      ...['ordered', 'submitted', 'running', 'succeeded'].map(actionType => ({
        eventId: 'order-event',
        meta: { actionType, orderId: done.id },
      })),
    ]);
    expect(await knex('order_outbox')).toEqual([]);
    expect(
      JSON.stringify([await dump(knex), portal.told, done, found.body]),
    ).not.toContain(SECRET);
  });

  it('updates to a new version, keeping what is not given', async () => {
    const launched = await launchBucket('to-update');
    const { versions } = await portal.findProduct('Bucket');
    const v2 = versions.find(({ name }) => name === 'v2');
    const order = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      versionId: v2?.id,
      parameters: { Environment: 'prod' },
    });
    expect(order.parameters).toEqual([
      { key: 'Environment', value: 'prod', secret: false },
    ]);
    const done = await portal.finish(order.id);
    expect(done).toMatchObject({
      kind: 'update',
      state: 'succeeded',
      version: { name: 'v2' },
    });
    expect(done.outputs).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'Purpose', value: 'invoices' }),
        expect.objectContaining({ key: 'Environment', value: 'prod' }),
        expect.objectContaining({ key: 'Tier', value: 'standard' }),
      ]),
    );
    const { body } = await inventory(done);
    expect(body).toMatchObject({
      version: { name: 'v2' },
      orderId: launched.id,
      owner: 'group:default/team-payments',
    });
    // An update drops the tags that are not sent again.
    expect(body.tags).toContainEqual({
      key: 'backstage.io/order',
      value: launched.id,
    });
    const records = await portal.get(
      `/provisioned-products/sandbox/${body.id}/records`,
      'payments-dev',
    );
    expect(records.body.items).toMatchObject([
      { type: 'UPDATE_PROVISIONED_PRODUCT', orderId: done.id },
      { type: 'PROVISION_PRODUCT', orderId: launched.id },
    ]);
  });

  it('updates through the portfolio that it was launched through', async () => {
    const { paths } = await portal.findProduct('Twice');
    const cold = paths.find(({ portfolioName }) => portfolioName === 'Cold');
    const launched = await portal.finish(
      (
        await portal.order(
          await portal.launchOf('Twice', {
            name: 'twice',
            pathId: cold?.id,
            parameters: { Password: SECRET },
          }),
        )
      ).id,
    );
    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Password: 'another-secret' },
    });
    expect(update).toMatchObject({
      portfolio: { name: 'Cold' },
      parameters: [{ key: 'Password', secret: true }],
    });
    expect((await portal.finish(update.id)).state).toBe('succeeded');
    expect(JSON.stringify(await dump(knex))).not.toContain('another-secret');
  });

  it('keeps listing what a failed update left running, and updates it after all', async () => {
    const launched = await launchBucket('to-taint');
    emulator.faults.add({
      kind: 'updateFailure',
      count: 1,
      reason: 'The bucket is stuck',
    });
    const order = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Environment: 'prod', Days: '30' },
    });
    const failed = await portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      record: { status: 'FAILED' },
      failure: {
        message: expect.stringContaining('The bucket is stuck'),
        retryable: true,
      },
      actions: { retry: { allowed: true } },
    });
    expect((await inventory(failed)).body).toMatchObject({
      status: 'TAINTED',
      actions: { update: { allowed: true }, terminate: { allowed: true } },
    });

    const retried = await portal.post(
      `/orders/${failed.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    expect(retried.status).toBe(202);
    const done = await portal.finish(failed.id);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(done).not.toHaveProperty('failure');
    expect((await inventory(failed)).body).toMatchObject({
      status: 'AVAILABLE',
    });
  });

  it('terminates, by the record alone', async () => {
    const launched = await launchBucket('to-terminate');
    const request = {
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
    };
    const order = await portal.order(request);
    const second = await portal.post('/orders', request, 'payments-dev');
    expect(second.status).toBe(409);
    expect(second.body.error.message).toContain(order.id);

    await portal.tick();
    expect((await inventory(launched)).body).toMatchObject({
      openOrderId: order.id,
    });
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
    });
    expect((await inventory(launched)).status).toBe(404);
    const again = await portal.post('/orders', request, 'payments-dev');
    expect(again.body.error.fields).toMatchObject([
      { field: 'provisionedProductId' },
    ]);
  });

  it('says why a launch failed, and removes what it left before it tries again', async () => {
    emulator.faults.add({
      kind: 'provisionFailure',
      count: 1,
      reason: `The password ${SECRET} is too plain`,
    });
    const order = await portal.order(
      await portal.launchOf('Fragile', {
        name: 'fragile',
        parameters: { Password: SECRET },
      }),
    );
    const failed = await portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        message: expect.stringContaining('The password *** is too plain'),
        advice: expect.any(String),
      },
    });
    expect((await inventory(failed)).body).toMatchObject({ status: 'ERROR' });
    expect(portal.told.notifications).toMatchObject([
      { payload: { title: 'Launch of fragile failed', severity: 'high' } },
    ]);

    const retry = (body: object, user = 'payments-dev') =>
      portal.post(`/orders/${failed.id}/retry`, body, user);
    const without = await retry({ digest: failed.digest });
    expect(without.status).toBe(400);
    expect(without.body.error.fields).toMatchObject([
      { field: 'secrets.Password' },
    ]);
    const secrets = { Password: 'another-secret' };
    expect((await retry({ digest: 'x', secrets })).status).toBe(409);
    expect((await retry({ digest: failed.digest, secrets })).status).toBe(202);

    emulator.calls.clear();
    const done = await portal.finish(failed.id);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(done.digest).not.toBe(failed.digest);
    expect(done.provisionedProduct.id).not.toBe(failed.provisionedProduct.id);
    expect(done.events.map(({ type }) => type)).toEqual([
      'ordered',
      'submitted',
      'running',
      'failed',
      'retried',
      'submitted',
      'remnant-terminating',
      'remnant-terminated',
      'running',
      'succeeded',
    ]);
    expect(emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(1);
    expect(
      emulator.calls.count({ operation: 'TerminateProvisionedProduct' }),
    ).toBe(1);
    expect((await inventory(failed)).status).toBe(404);
    expect((await inventory(done)).body).toMatchObject({ status: 'AVAILABLE' });
  });

  it('withdraws an order before AWS has it, and not later', async () => {
    const order = await orderBucket('withdrawn');
    const cancel = (digest: string, user = 'payments-dev') =>
      portal.post(`/orders/${order.id}/cancel`, { digest, reason: 'Oh' }, user);
    expect((await cancel('other')).status).toBe(409);
    expect((await cancel(order.digest, 'search-dev')).status).toBe(404);
    const done = await cancel(order.digest);
    expect(done.body).toMatchObject({
      state: 'cancelled',
      events: [
        { type: 'ordered' },
        {
          type: 'cancelled',
          actor: 'user:default/payments-dev',
          message: 'It was withdrawn: Oh',
        },
      ],
    });
    expect((await cancel(order.digest)).status).toBe(409);
    await portal.tick(60);
    expect(emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(0);
    expect(portal.told.audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ eventId: 'order-cancel', outcome: 'failed' }),
      ]),
    );

    const running = await orderBucket('withdrawn');
    await portal.tick();
    const late = await portal.post(
      `/orders/${running.id}/cancel`,
      { digest: running.digest },
      'payments-dev',
    );
    expect(late.status).toBe(409);
    await portal.finish(running.id);
  });

  it('takes a repeated request for the same order', async () => {
    const request = await portal.launchOf('Bucket', {
      name: 'repeated',
      requestToken: 'task-1',
      parameters: { Purpose: 'invoices', Password: SECRET },
    });
    const answers = await Promise.all(
      [1, 2, 3].map(() => portal.post('/orders', request, 'payments-dev')),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await portal.post(
      '/orders',
      { ...request, name: 'another' },
      'payments-dev',
    );
    expect(other.status).toBe(409);
    await portal.finish(answers[0].body.id);
  });

  it('shows orders to those they concern', async () => {
    const names = ['list-1', 'list-2', 'list-3'];
    const orders: OrderDetail[] = [];
    for (const name of names) {
      emulator.clock.advance(1);
      orders.push(await orderBucket(name));
    }
    const list = async (query: string, user?: string) => {
      const { body } = await portal.get(`/orders?${query}`, user);
      return body.items.map(
        (order: OrderDetail) => order.provisionedProduct.name,
      );
    };
    expect(await list('open=true', 'payments-dev')).toEqual(
      [...names].reverse(),
    );
    expect(await list('scope=mine&open=true', 'both-dev')).toEqual([]);
    expect(await list('scope=teams&open=true', 'both-dev')).toHaveLength(3);
    expect(await list('open=true', 'platform-engineer')).toHaveLength(3);
    expect(await list('open=true')).toHaveLength(3);
    expect(await list('', 'search-dev')).toEqual([]);
    expect(await list('', 'outsider')).toEqual([]);
    expect(await list('open=true&kind=update', 'payments-dev')).toEqual([]);
    expect(
      await list('entityRef=component:default/payments-api&state=queued'),
    ).toHaveLength(3);

    const first = await portal.get('/orders?limit=2&open=true', 'payments-dev');
    expect(first.body).toMatchObject({ totalItems: 3 });
    expect(
      await list(
        `limit=2&open=true&cursor=${first.body.nextCursor}`,
        'payments-dev',
      ),
    ).toEqual(['list-1']);

    const path = `/orders/${orders[0].id}`;
    expect((await portal.get(path, 'search-dev')).status).toBe(404);
    expect((await portal.get(path, 'both-dev')).body.actions).toMatchObject({
      cancel: { allowed: true },
    });
    const asService = await portal.get(path);
    expect(asService.body.actions.cancel).toMatchObject({
      allowed: false,
      reason: 'Every change needs a user.',
    });
    portal.told.audit.length = 0;
    expect((await portal.get(path, 'platform-engineer')).status).toBe(200);
    expect(portal.told.audit).toMatchObject([{ eventId: 'order-read' }]);
    for (const order of orders) {
      await portal.finish(order.id);
    }
  });
});

/** Every row of every table. */
async function dump(knex: Knex): Promise<Record<string, unknown[]>> {
  const names: string[] = knex.client.config.client.includes('sqlite')
    ? await knex('sqlite_master').where({ type: 'table' }).pluck('name')
    : await knex('pg_tables')
        .where({ schemaname: 'public' })
        .pluck('tablename');
  return Object.fromEntries(
    await Promise.all(
      names.map(async name => [name, await knex(name).select()]),
    ),
  );
}
