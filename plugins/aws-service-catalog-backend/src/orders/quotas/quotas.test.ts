import { JsonObject } from '@backstage/types';
import { QuotaUse } from 'backstage-plugin-aws-service-catalog-common';
import { createTestTargets, launch } from '../../__testUtils__/awsTargets';
import { createTestDatabases } from '../../__testUtils__/databases';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../../__testUtils__/replicas';
import { AwsTarget, terminateProvisionedProduct } from '../../aws';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const TEAM = 'group:default/team-payments';

// Each test has a product of its own, so that none counts what another has left.
const products = [
  'Said',
  'Lived',
  'Fragile',
  'Hidden',
  'Refused',
  'Tagged',
  'Sorted',
  'Lowered',
  'Wanted',
  'Named',
].map(name => ({ ...plainBucket, name }));

describe.each(databases.eachId)('quotas, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [
      ...products,
      { ...plainBucket, name: 'Table', portfolios: ['Storage', 'Data'] },
      { ...plainBucket, name: 'Queue', portfolios: ['Data'] },
    ],
    production: [{ ...plainBucket, name: 'Sorted' }],
  });

  afterEach(() => jest.restoreAllMocks());

  function start(
    quotas: (JsonObject & { limit: number })[],
    changes: { trustOwnerTags?: boolean; approval?: JsonObject } = {},
  ): Promise<OrderPortal> {
    const { trustOwnerTags = false, ...others } = changes;
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    const targets = (plugin.targets as JsonObject[]).map(each => ({
      ...each,
      trustOwnerTags,
    }));
    return world.start({
      config: {
        ...config,
        awsServiceCatalog: { ...plugin, ...others, quotas, targets },
      },
    });
  }

  const quotaOf = (product: string, limit: number) => ({
    name: `Quota of ${product}`,
    match: { products: [product] },
    limit,
  });

  const ask = async (
    portal: OrderPortal,
    path: '/orders' | '/orders/preview',
    product: string,
    name: string,
    { user = 'payments-dev', target = 'sandbox' } = {},
  ) => {
    const { paths } = await portal.findProduct(product, target);
    return portal.post(
      path,
      await portal.launchOf(product, {
        name,
        target,
        pathId: paths[0].id,
        parameters: {},
      }),
      user,
    );
  };

  const order = async (portal: OrderPortal, product: string, name: string) => {
    const { status, body } = await ask(portal, '/orders', product, name);
    expect({ status, error: body.error }).toEqual({ status: 202 });
    return body;
  };

  /** How much is used of the quota that one more launch would take a place of. */
  const measure = async (
    portal: OrderPortal,
    product: string,
    target?: string,
  ): Promise<QuotaUse | undefined> => {
    const { body } = await ask(portal, '/orders/preview', product, 'one-more', {
      target,
    });
    return body.quota;
  };

  /** Lets AWS's search show nothing, as it may for a while after a launch. */
  const hideInSearch = () => {
    const { read } = AwsTarget.prototype;
    return jest
      .spyOn(AwsTarget.prototype, 'read')
      .mockImplementation(async function hiding(this: AwsTarget, ...call) {
        return call[0] === 'SearchProvisionedProducts'
          ? { ProvisionedProducts: [] }
          : read.bind(this)(...call);
      } as typeof read);
  };

  const usedBy = async (portal: OrderPortal, product: string) =>
    (await measure(portal, product))?.used;

  it('are shown before ordering and while an order waits, and hold for each owner', async () => {
    const portal = await start([quotaOf('Said', 2)]);
    expect(
      (await ask(portal, '/orders/preview', 'Said', 'said-1')).body,
    ).toMatchObject({
      acceptable: true,
      quota: { name: 'Quota of Said', limit: 2, used: 0 },
    });
    const first = await order(portal, 'Said', 'said-1');
    expect(first.quota).toMatchObject({ used: 0 });
    await order(portal, 'Said', 'said-2');
    expect((await portal.read(first.id)).quota).toMatchObject({ used: 1 });

    const problem = {
      field: 'quota',
      message: `Quota 'Quota of Said' is used up: ${TEAM} has 2 of 2, launches under way included. Have something terminated, withdraw an order that waits, or ask the people who run the portal for more.`,
    };
    expect(await ask(portal, '/orders', 'Said', 'said-3')).toMatchObject({
      status: 400,
      body: { error: { fields: [problem] } },
    });
    expect(
      (await ask(portal, '/orders/preview', 'Said', 'said-3')).body,
    ).toMatchObject({
      acceptable: false,
      problems: [problem],
      quota: { used: 2 },
    });
    expect(
      await ask(portal, '/orders', 'Said', 'said-search', {
        user: 'search-dev',
      }),
    ).toMatchObject({ status: 202, body: { quota: { used: 0 } } });

    await portal.post(
      `/orders/${first.id}/cancel`,
      { digest: first.digest },
      'payments-dev',
    );
    await order(portal, 'Said', 'said-3');
  });

  it('count a thing once, from its order to its end', async () => {
    const portal = await start([quotaOf('Lived', 1)]);
    const { id } = await order(portal, 'Lived', 'lived');
    const used: [string, number | undefined][] = [];
    const look = async (when: string) =>
      used.push([when, await usedBy(portal, 'Lived')]);

    await look('queued');
    await portal.tick();
    await look('running');
    await portal.sync('sandbox');
    await look('running, and in the inventory');
    await world.knex('provisioned_products').where({ name: 'lived' }).delete();

    const hidden = hideInSearch();
    const done = await portal.finish(id);
    expect(done.state).toBe('succeeded');
    expect(done.quota).toBeUndefined();
    expect(
      await world.knex('provisioned_products').where({ name: 'lived' }),
    ).toEqual([]);
    await look('succeeded, and not in the inventory yet');
    await portal.sync('sandbox');
    await look('succeeded, and a sync has not seen it either');
    hidden.mockRestore();
    await portal.tick(600);
    await look('succeeded, and in the inventory');

    const termination = await portal.order({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: done.provisionedProduct.id,
    });
    expect(termination.quota).toBeUndefined();
    await portal.tick();
    await look('under termination');
    expect(used.filter(([, count]) => count !== 1)).toEqual([]);
    await portal.finish(termination.id);
    expect(await usedBy(portal, 'Lived')).toBe(0);
    await portal.tick(60);
    await portal.sync('sandbox');
    expect(await usedBy(portal, 'Lived')).toBe(0);
  });

  it('count what a failed launch left behind, which its next attempt replaces', async () => {
    const portal = await start([quotaOf('Fragile', 1)]);
    world.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    const { id } = await order(portal, 'Fragile', 'fragile');
    const failed = await portal.finish(id);
    expect(failed.state).toBe('failed');
    expect(await ask(portal, '/orders', 'Fragile', 'other')).toMatchObject({
      status: 400,
      body: { error: { fields: [{ field: 'quota' }] } },
    });
    const retried = await portal.post(
      `/orders/${id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    expect(retried).toMatchObject({
      status: 202,
      body: { quota: { used: 0 } },
    });
    expect(await usedBy(portal, 'Fragile')).toBe(1);
    expect((await portal.finish(id)).state).toBe('succeeded');
    expect(await usedBy(portal, 'Fragile')).toBe(1);
  });

  it('count what a failed launch left behind, however late AWS shows it', async () => {
    const portal = await start([quotaOf('Hidden', 1)]);
    world.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    hideInSearch();
    const { id } = await order(portal, 'Hidden', 'hidden');
    const failed = await portal.finish(id);
    expect(await usedBy(portal, 'Hidden')).toBe(1);
    await portal.post(
      `/orders/${id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    const closed = await start([quotaOf('Hidden', 0)]);
    expect(await closed.finish(id)).toMatchObject({
      state: 'failed',
      attempt: 2,
      failure: { code: 'QuotaExceeded' },
    });
    expect(await usedBy(portal, 'Hidden')).toBe(1);
    jest.restoreAllMocks();
    await portal.tick(600);
    expect(
      await world.knex('provisioned_products').where({ name: 'hidden' }),
    ).toHaveLength(1);
    expect(await usedBy(portal, 'Hidden')).toBe(1);
  });

  it('refuse a new attempt whose place others have taken', async () => {
    const portal = await start([quotaOf('Refused', 1)]);
    world.emulator.faults.add({
      kind: 'error',
      operation: 'ProvisionProduct',
      name: 'InvalidParametersException',
      message: 'No.',
      count: 1,
    });
    const { id } = await order(portal, 'Refused', 'refused');
    const failed = await portal.finish(id);
    expect(failed.actions.retry).toEqual({ allowed: true });
    const other = await order(portal, 'Refused', 'other-refused');
    const retry = () =>
      portal.post(
        `/orders/${id}/retry`,
        { digest: failed.digest },
        'payments-dev',
      );
    expect(await retry()).toMatchObject({
      status: 400,
      body: { error: { fields: [{ field: 'quota' }] } },
    });
    expect((await portal.read(id)).state).toBe('failed');
    await portal.post(
      `/orders/${other.id}/cancel`,
      { digest: other.digest },
      'payments-dev',
    );
    expect((await retry()).status).toBe(202);
  });

  it('count what was made by hand, until two syncs have missed it', async () => {
    const portal = await start([quotaOf('Tagged', 1)], {
      trustOwnerTags: true,
    });
    const target = createTestTargets(world.emulator, {
      clock: { now: () => new Date(world.emulator.clock.now()) },
    }).get('sandbox');
    const id = await launch(world.emulator, target, {
      product: 'Tagged',
      name: 'tagged',
      tags: { 'backstage.io/owner': TEAM },
    });
    const sync = async () => {
      world.emulator.clock.advance(60);
      await portal.sync('sandbox');
      return usedBy(portal, 'Tagged');
    };
    expect(await sync()).toBe(1);
    expect((await ask(portal, '/orders', 'Tagged', 'another')).status).toBe(
      400,
    );
    await terminateProvisionedProduct(target, {
      token: 'by-hand',
      provisionedProductId: id,
    });
    world.emulator.clock.advance(60);
    expect(await sync()).toBe(1);
    expect(await sync()).toBe(0);
    await order(portal, 'Tagged', 'another');
  });

  it('count everything for the first one that fits it', async () => {
    const portal = await start([
      { name: 'Tables', match: { products: ['Table'] }, limit: 9 },
      {
        name: 'Data here',
        match: { portfolios: ['Data'], targets: ['sandbox'] },
        limit: 9,
      },
      { name: 'Others', match: { owners: ['group:default/other'] }, limit: 0 },
      {
        name: 'Anywhere',
        match: { products: ['Sorted', 'Table'] },
        limit: 1,
      },
    ]);
    await order(portal, 'Table', 'table');
    await order(portal, 'Queue', 'queue-1');
    await order(portal, 'Queue', 'queue-2');
    await order(portal, 'Sorted', 'sorted');
    const uses = await Promise.all([
      measure(portal, 'Table'),
      measure(portal, 'Queue'),
      measure(portal, 'Sorted'),
      measure(portal, 'Sorted', 'production'),
      measure(portal, 'Named'),
    ]);
    expect(uses).toEqual([
      { name: 'Tables', limit: 9, used: 1 },
      { name: 'Data here', limit: 9, used: 2 },
      { name: 'Anywhere', limit: 1, used: 1 },
      { name: 'Anywhere', limit: 1, used: 1 },
      undefined,
    ]);
  });

  it('let through what was ordered first when the limit was lowered', async () => {
    const approval = {
      policies: [
        {
          name: 'Slow',
          match: { parameters: { Purpose: ['slow'] } },
          approvers: ['user:default/platform-engineer'],
        },
      ],
      default: { auto: true },
    };
    const portal = await start([quotaOf('Lowered', 3)], { approval });
    const place = async (name: string, Purpose: string) => {
      const placed = await portal.order(
        await portal.launchOf('Lowered', { name, parameters: { Purpose } }),
      );
      world.emulator.clock.advance(1);
      return placed;
    };
    const slow = await place('lowered-1', 'slow');
    const second = await place('lowered-2', 'quick');
    const third = await place('lowered-3', 'quick');

    const lowered = await start([quotaOf('Lowered', 2)], { approval });
    expect(await lowered.finish(third.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'QuotaExceeded',
        message: `Nothing was sent to AWS, because quota 'Quota of Lowered' is used up without it by now: ${TEAM} has 2 of 2, launches under way included.`,
        retryable: true,
      },
      actions: { retry: { allowed: true } },
    });
    expect((await lowered.finish(second.id)).state).toBe('succeeded');
    expect(
      await lowered.post(
        `/orders/${slow.id}/approve`,
        { digest: slow.digest },
        'platform-engineer',
      ),
    ).toMatchObject({ status: 200, body: { quota: { limit: 2, used: 1 } } });
    expect((await lowered.finish(slow.id)).state).toBe('succeeded');
    expect(await usedBy(lowered, 'Lowered')).toBe(2);
  });

  it('hold when many are ordered at the same moment', async () => {
    const portal = await start([quotaOf('Wanted', 4)]);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        ask(portal, '/orders', 'Wanted', `wanted-${index}`),
      ),
    );
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 400);
    expect([taken.length, refused.length]).toEqual([4, 26]);
    for (const { body } of refused) {
      expect(body.error.fields).toMatchObject([{ field: 'quota' }]);
    }
    expect(await usedBy(portal, 'Wanted')).toBe(4);
  });

  it('leave it to the name when the same is ordered twice at the same moment', async () => {
    const portal = await start([quotaOf('Named', 1)]);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(portal, '/orders', 'Named', 'named')),
    );
    const taken = answers.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(1);
    for (const answer of answers.filter(each => !taken.includes(each))) {
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { fields: [{ field: 'name' }] } },
      });
    }
  });
});
