import { SECRET, useBuckets } from '../../__testUtils__/buckets';
import { createTestDatabases } from '../../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('a stack, %s', databaseId => {
  const world = useBuckets(databases, databaseId);
  let count = 0;

  /** Launches a bucket, and reads what is below its path. */
  async function start() {
    count += 1;
    const launched = await world.launchBucket(`stack-${count}`);
    const { id } = launched.provisionedProduct;
    const path = `/provisioned-products/sandbox/${id}`;
    world.emulator.calls.clear();
    return {
      id,
      async read(part: string, user = 'payments-dev') {
        const { status, body } = await world.portal.get(`${path}${part}`, user);
        expect(status).toBe(200);
        return body;
      },
      async failUpdate(reason: string) {
        world.emulator.faults.add({ kind: 'updateFailure', count: 1, reason });
        const { id: orderId } = await world.portal.order({
          kind: 'update',
          target: 'sandbox',
          provisionedProductId: id,
          parameters: { Environment: 'prod', Days: '30' },
        });
        expect((await world.portal.finish(orderId)).state).toBe('failed');
      },
    };
  }
  const calls = (operation: string) =>
    world.emulator.calls.count({ operation });

  it('is read once, however many look', async () => {
    const { read } = await start();
    const [resources, events, parameters] = await Promise.all([
      read('/resources'),
      read('/events'),
      read('/parameters'),
      read('/resources'),
      read('/parameters', 'platform-engineer'),
    ]);
    const readAt = new Date(world.emulator.clock.now()).toISOString();
    expect(resources).toEqual({
      items: [
        {
          logicalId: 'Bucket',
          physicalId: expect.any(String),
          type: 'AWS::S3::Bucket',
          status: 'CREATE_COMPLETE',
          updatedAt: expect.any(String),
        },
      ],
      hasMore: false,
      readAt,
    });
    expect(events).toMatchObject({ hasMore: false, readAt });
    expect(events.items[0]).toMatchObject({
      type: 'AWS::CloudFormation::Stack',
      status: 'CREATE_COMPLETE',
    });
    expect(parameters.items).toEqual(
      expect.arrayContaining([
        { key: 'Purpose', value: 'invoices', secret: false },
        { key: 'Days', value: '7', secret: false },
        { key: 'Password', secret: true },
      ]),
    );
    await read('/resources');
    expect([
      calls('DescribeStacks'),
      calls('DescribeStackResources'),
      calls('DescribeStackEvents'),
    ]).toEqual([1, 1, 1]);

    world.emulator.clock.advance(301);
    const later = await read('/parameters');
    expect(later.readAt > readAt).toBe(true);
    expect(calls('DescribeStacks')).toBe(2);
  });

  it('is read again once a record has ended, and explains what failed', async () => {
    const { read, failUpdate } = await start();
    expect(await read('')).not.toHaveProperty('problem');
    const before = await read('/events');
    await failUpdate(`Bucket ${SECRET} is stuck`);
    const tainted = await read('');
    expect(tainted).toMatchObject({
      status: 'TAINTED',
      problem: {
        message: 'Bucket *** is stuck',
        resource: { logicalId: 'Bucket', status: 'UPDATE_FAILED' },
        advice: expect.stringContaining('update it again'),
      },
    });
    const after = await read('/events');
    expect(after.items.length).toBeGreaterThan(before.items.length);
    expect(JSON.stringify(after)).not.toContain(SECRET);
    expect(await world.dump()).not.toContain(SECRET);
    // By the order's end, not by those who looked.
    expect(calls('DescribeStackEvents')).toBe(2);
  });

  it('says that there may be more parts than CloudFormation shows', async () => {
    const Resources = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [
        `Topic${index}`,
        { Type: 'AWS::SNS::Topic' },
      ]),
    );
    await world.emulator.seedProducts('sandbox', [
      { name: 'Many', versions: { v1: { Resources } } },
    ]);
    await world.portal.sync('sandbox');
    const { provisionedProduct } = await world.portal.finish(
      (
        await world.portal.order(
          await world.portal.launchOf('Many', {
            name: 'many-parts',
            parameters: {},
          }),
        )
      ).id,
    );
    const { body } = await world.portal.get(
      `/provisioned-products/sandbox/${provisionedProduct.id}/resources`,
      'payments-dev',
    );
    expect(body.items).toHaveLength(100);
    expect(body.hasMore).toBe(true);
  });

  it('says why it is not available, and shows what was read before', async () => {
    const { id, read } = await start();
    world.emulator.faults.add({
      kind: 'accessDenied',
      operation: 'DescribeStackResources',
    });
    expect(await read('/resources')).toEqual({
      items: [],
      hasMore: false,
      unavailable:
        "The portal's role may not read stacks in target sandbox: it lacks cloudformation:DescribeStackResources.",
    });
    await read('/resources');
    expect(calls('DescribeStackResources')).toBe(1);
    world.emulator.faults.clear();
    world.emulator.clock.advance(61);
    const { readAt, items } = await read('/resources');
    expect(items).toHaveLength(1);

    world.emulator.clock.advance(301);
    world.emulator.faults.add({
      kind: 'http500',
      operation: 'DescribeStackResources',
    });
    expect(await read('/resources')).toMatchObject({
      items,
      readAt,
      unavailable: expect.stringMatching(/^CloudFormation could not be asked/),
    });

    await world
      .knex('provisioned_products')
      .where({ id })
      .update({ type: 'EXTERNAL' });
    world.emulator.calls.clear();
    for (const part of ['resources', 'events', 'parameters']) {
      expect(await read(`/${part}`)).toMatchObject({
        items: [],
        unavailable:
          'It is not run by CloudFormation, so there is no stack of it to be read.',
      });
    }
    expect(await read('')).toMatchObject({
      capabilities: {
        stack: false,
        stackInstances: false,
        plan: false,
        keepsValues: false,
      },
    });
    expect(calls('DescribeStacks') + calls('DescribeStackEvents')).toBe(0);
  });

  it('tells which version is the newest, and lists what is outdated', async () => {
    const { id, read } = await start();
    expect(await read('')).toMatchObject({
      versionState: { state: 'newer-available', newest: { name: 'v2' } },
      capabilities: { stack: true, plan: true, keepsValues: true },
      consoleUrl: `https://eu-central-1.console.aws.amazon.com/servicecatalog/home?region=eu-central-1#provisioned-products/${id}`,
    });
    const ids = async (outdated: boolean) => {
      const { body } = await world.portal.get(
        `/provisioned-products?outdated=${outdated}&limit=100`,
        'payments-dev',
      );
      return body.items.map((item: { id: string }) => item.id);
    };
    expect(await ids(true)).toContain(id);
    expect(await ids(false)).not.toContain(id);

    const versions = world.knex('product_versions').where({ name: 'v1' });
    await versions.clone().update({ guidance: 'DEPRECATED' });
    expect((await read('')).versionState.state).toBe('deprecated');
    expect(await ids(true)).toContain(id);
    const [own] = await world
      .knex('provisioned_products')
      .where({ id })
      .select('version_id');
    await world
      .knex('product_versions')
      .where({ id: own.version_id })
      .update({ id: 'pa-other' });
    expect((await read('')).versionState).toMatchObject({
      state: 'gone',
      newest: { name: 'v2' },
    });
    expect(await ids(true)).toContain(id);
    await world
      .knex('product_versions')
      .where({ id: 'pa-other' })
      .update({ id: own.version_id, guidance: 'DEFAULT', position: -1 });
    expect((await read('')).versionState).toEqual({ state: 'current' });
    expect(await ids(true)).not.toContain(id);
    expect(await ids(false)).toContain(id);
    await world
      .knex('product_versions')
      .where({ id: own.version_id })
      .update({ position: 1 });
  });
});
