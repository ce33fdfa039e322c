import { SECRET, useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('a change, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  it('updates to a new version, keeping what is not given', async () => {
    const launched = await world.launchBucket('to-update');
    const { versions } = await world.portal.findProduct('Bucket');
    const v2 = versions.find(({ name }) => name === 'v2');
    const order = await world.portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      versionId: v2?.id,
      parameters: { Environment: 'prod' },
    });
    expect(order.parameters).toEqual([
      { key: 'Environment', value: 'prod', secret: false },
    ]);
    const done = await world.portal.finish(order.id);
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
    const { body } = await world.askInventory(done);
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
    const records = await world.portal.get(
      `/provisioned-products/sandbox/${body.id}/records`,
      'payments-dev',
    );
    expect(records.body.items).toMatchObject([
      { type: 'UPDATE_PROVISIONED_PRODUCT', orderId: done.id },
      { type: 'PROVISION_PRODUCT', orderId: launched.id },
    ]);
  });

  it('updates through the portfolio that it was launched through', async () => {
    const { paths } = await world.portal.findProduct('Twice');
    const cold = paths.find(({ portfolioName }) => portfolioName === 'Cold');
    const launched = await world.portal.finish(
      (
        await world.portal.order(
          await world.portal.launchOf('Twice', {
            name: 'twice',
            pathId: cold?.id,
            parameters: { Password: SECRET },
          }),
        )
      ).id,
    );
    const update = await world.portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Password: 'another-secret' },
    });
    expect(update).toMatchObject({
      portfolio: { name: 'Cold' },
      parameters: [{ key: 'Password', secret: true }],
    });
    expect((await world.portal.finish(update.id)).state).toBe('succeeded');
    expect(await world.dump()).not.toContain('another-secret');
  });

  it('updates although its launch path has another id by now', async () => {
    const launched = await world.launchBucket('moved');
    const update = await world.portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Environment: 'prod', Days: '30' },
    });
    const orders = await world
      .knex('orders')
      .whereIn('id', [launched.id, update.id]);
    for (const { id, content } of orders) {
      const frozen = JSON.parse(content);
      expect(frozen.pathId).toMatch(/^lpv3-/);
      await world
        .knex('orders')
        .where({ id })
        .update({
          content: JSON.stringify({ ...frozen, pathId: 'lpv3-outdated' }),
        });
    }
    expect(await world.portal.finish(update.id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
    });
  });

  it('keeps listing what a failed update left running, and updates it after all', async () => {
    const launched = await world.launchBucket('to-taint');
    world.emulator.faults.add({
      kind: 'updateFailure',
      count: 1,
      reason: 'The bucket is stuck',
    });
    const order = await world.portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Environment: 'prod', Days: '30' },
    });
    const failed = await world.portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      record: { status: 'FAILED' },
      failure: {
        message: expect.stringContaining('The bucket is stuck'),
        retryable: true,
      },
      actions: { retry: { allowed: true } },
    });
    expect((await world.askInventory(failed)).body).toMatchObject({
      status: 'TAINTED',
      actions: { update: { allowed: true }, terminate: { allowed: true } },
    });

    const retried = await world.portal.post(
      `/orders/${failed.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    expect(retried.status).toBe(202);
    const done = await world.portal.finish(failed.id);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(done).not.toHaveProperty('failure');
    expect((await world.askInventory(failed)).body).toMatchObject({
      status: 'AVAILABLE',
    });
    const records = await world.portal.get(
      `/provisioned-products/sandbox/${failed.provisionedProduct.id}/records`,
      'payments-dev',
    );
    expect(records.body.items).toMatchObject([
      { status: 'SUCCEEDED', orderId: failed.id },
      { status: 'FAILED', orderId: failed.id },
      { type: 'PROVISION_PRODUCT', orderId: launched.id },
    ]);
  });

  it('terminates, by the record alone', async () => {
    const launched = await world.launchBucket('to-terminate');
    const request = {
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
    };
    const order = await world.portal.order(request);
    const second = await world.portal.post('/orders', request, 'payments-dev');
    expect(second.status).toBe(409);
    expect(second.body.error.message).toContain(order.id);

    await world.portal.tick();
    expect((await world.askInventory(launched)).body).toMatchObject({
      openOrderId: order.id,
    });
    expect(await world.portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
    });
    expect((await world.askInventory(launched)).status).toBe(404);
    const again = await world.portal.post('/orders', request, 'payments-dev');
    expect(again.body.error.fields).toMatchObject([
      { field: 'provisionedProductId' },
    ]);
  });
});
