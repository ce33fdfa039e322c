import { SECRET, useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('a launch, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  it('launches what a component needs, and tells nobody the secret', async () => {
    const placed = await world.orderBucket('invoices', { Environment: 'dev' });
    expect(world.portal.triggered).toEqual([
      'reconcile-orders-sandbox',
      'reconcile-orders-production',
      'renew-leases',
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
    const rows = await world.dump();
    expect(rows).toContain(placed.id);
    expect(rows).not.toContain(SECRET);

    await world.portal.tick();
    expect(await world.portal.read(placed.id)).toMatchObject({
      state: 'running',
      actions: {
        cancel: {
          allowed: false,
          reason: 'Only an order that AWS has not got can be cancelled.',
        },
      },
    });
    expect(await world.knex('order_secrets')).toMatchObject([{ sealed: null }]);

    const done = await world.portal.finish(placed.id);
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
    const found = await world.askInventory(done);
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

    await world.readStored(done.id);
    expect(world.portal.told.notifications).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: ['user:default/payments-dev'],
        },
        payload: expect.objectContaining({
          title: 'Launch of invoices succeeded',
          link: `/aws-service-catalog/orders/${done.id}`,
          scope: `order:${done.id}:requester`,
          severity: 'normal',
        }),
      },
    ]);
    expect(world.portal.told.signals.map(({ message }) => message)).toEqual(
      ['queued', 'submitting', 'running', 'succeeded'].map(state => ({
        orderId: done.id,
        state,
      })),
    );
    const { audit } = world.portal.told;
    expect(
      audit.filter(({ eventId }) => eventId.startsWith('order-')),
    ).toMatchObject([
      { eventId: 'order-place', outcome: 'succeeded' },
      ...['ordered', 'submitted', 'running', 'succeeded'].map(actionType => ({
        eventId: 'order-event',
        meta: { actionType, orderId: done.id },
      })),
    ]);
    expect(
      world.portal.told.events.map(({ eventPayload }) => eventPayload),
    ).toMatchObject(
      ['ordered', 'submitted', 'running', 'succeeded'].map((type, index) => ({
        eventId: `${done.id}:${index + 1}`,
        type,
      })),
    );
    expect(await world.knex('order_outbox')).toEqual([]);
    expect(
      (await world.dump()) +
        JSON.stringify([world.portal.told, done, found.body]),
    ).not.toContain(SECRET);
  });

  it('says why a launch failed, and removes what it left before it tries again', async () => {
    world.emulator.faults.add({
      kind: 'provisionFailure',
      count: 1,
      reason: `The password ${SECRET} is too plain`,
    });
    const order = await world.portal.order(
      await world.portal.launchOf('Secretive', {
        name: 'fragile',
        parameters: { Password: SECRET },
      }),
    );
    const failed = await world.portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        message: expect.stringContaining('The password *** is too plain'),
        advice: expect.any(String),
      },
    });
    // AWS quotes the secret in the resource's message as well, with every sync.
    world.emulator.clock.advance(1);
    await world.portal.sync('sandbox');
    expect((await world.askInventory(failed)).body).toMatchObject({
      status: 'ERROR',
      statusMessage: expect.stringContaining('The password *** is too plain'),
    });
    expect(await world.dump()).not.toContain(SECRET);
    expect(world.portal.told.notifications).toMatchObject([
      { payload: { title: 'Launch of fragile failed', severity: 'high' } },
    ]);

    const retry = (body: object, user = 'payments-dev') =>
      world.portal.post(`/orders/${failed.id}/retry`, body, user);
    const without = await retry({ digest: failed.digest });
    expect(without.status).toBe(400);
    expect(without.body.error.fields).toMatchObject([
      { field: 'secrets.Password' },
    ]);
    const secrets = { Password: 'another-secret' };
    expect((await retry({ digest: 'x', secrets })).status).toBe(409);
    expect((await retry({ digest: failed.digest, secrets })).status).toBe(202);
    // AWS still quotes the secret of the attempt before.
    world.emulator.clock.advance(1);
    await world.portal.sync('sandbox');
    expect((await world.askInventory(failed)).body).toMatchObject({
      statusMessage: expect.stringContaining('The password *** is too plain'),
    });
    expect(await world.dump()).not.toContain(SECRET);

    world.emulator.calls.clear();
    const done = await world.portal.finish(failed.id);
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
    expect(world.emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(
      1,
    );
    expect(
      world.emulator.calls.count({ operation: 'TerminateProvisionedProduct' }),
    ).toBe(1);
    expect((await world.askInventory(failed)).status).toBe(404);
    expect((await world.askInventory(done)).body).toMatchObject({
      status: 'AVAILABLE',
    });
  });

  it('tells the reason that the provisioned product has where the record has none', async () => {
    world.emulator.faults.add({
      kind: 'provisionFailure',
      count: 1,
      reason: `No room for ${SECRET}`,
    });
    world.emulator.faults.add({ kind: 'unexplained', count: 1 });
    const order = await world.portal.order(
      await world.portal.launchOf('Secretive', {
        name: 'unexplained',
        parameters: { Password: SECRET },
      }),
    );
    expect(await world.portal.finish(order.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'ERROR',
        message: expect.stringContaining('No room for ***'),
      },
    });
  });

  it('recognises the secret of a launch whose answer was lost', async () => {
    world.emulator.faults.add({
      kind: 'provisionFailure',
      count: 1,
      reason: `The password ${SECRET} is too plain`,
    });
    const order = await world.portal.order(
      await world.portal.launchOf('Secretive', {
        name: 'unanswered',
        parameters: { Password: SECRET },
      }),
    );
    world.portal.crashAt('sent');
    await world.portal.tick();
    world.emulator.clock.advance(60);
    await world.portal.sync('sandbox');
    const { body } = await world.portal.get(
      '/provisioned-products?search=unanswered',
      'platform-engineer',
    );
    expect(body.items).toMatchObject([
      {
        statusMessage: expect.stringContaining('The password *** is too plain'),
      },
    ]);
    expect(await world.dump()).not.toContain(SECRET);
    expect(await world.readStored(order.id)).toMatchObject({
      state: 'submitting',
    });
  });

  it('takes a repeated request for the same order', async () => {
    const request = await world.portal.launchOf('Bucket', {
      name: 'repeated',
      requestToken: 'task-1',
      parameters: { Purpose: 'invoices', Password: SECRET },
    });
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        world.portal.post('/orders', request, 'payments-dev'),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { body: found } = await world.portal.get(
      '/orders?requestToken=task-1&scope=mine',
      'payments-dev',
    );
    expect(found).toMatchObject({
      totalItems: 1,
      items: [{ id: answers[0].body.id }],
    });
    const { body: none } = await world.portal.get(
      '/orders?requestToken=task-1&scope=mine',
      'both-dev',
    );
    expect(none.totalItems).toBe(0);
    const other = await world.portal.post(
      '/orders',
      { ...request, name: 'another' },
      'payments-dev',
    );
    expect(other.status).toBe(409);
    await world.portal.finish(answers[0].body.id);
  });
});
