import { createTestTargets, launch } from '../../__testUtils__/awsTargets';
import { createTestDatabases } from '../../__testUtils__/databases';
import { quotaOf, useQuotas } from '../../__testUtils__/quotas';
import { plainBucket } from '../../__testUtils__/replicas';
import { terminateProvisionedProduct } from '../../aws';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const TEAM = 'group:default/team-payments';

// Each test has a product of its own, so that none counts what another has left.
const products = [
  'Lived',
  'Fragile',
  'Hidden',
  'Tagged',
  'Sorted',
  'Unlimited',
].map(name => ({ ...plainBucket, name }));

describe.each(databases.eachId)('what quotas count, %s', databaseId => {
  const world = useQuotas(databases, databaseId, {
    sandbox: [
      ...products,
      { ...plainBucket, name: 'Table', portfolios: ['Storage', 'Data'] },
      { ...plainBucket, name: 'Queue', portfolios: ['Data'] },
    ],
    production: [{ ...plainBucket, name: 'Sorted' }],
  });
  const { start, ask, order, measure, usedBy, hideInSearch } = world;

  it('is a thing once, from its order to its end', async () => {
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

  it('is what a failed launch left behind, which its next attempt replaces', async () => {
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

  it('is what a failed launch left behind, however late AWS shows it', async () => {
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

  it('is what was made by hand, until two syncs have missed it', async () => {
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

  it('is everything, for the first one that fits it', async () => {
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
      measure(portal, 'Unlimited'),
    ]);
    expect(uses).toEqual([
      { name: 'Tables', limit: 9, used: 1 },
      { name: 'Data here', limit: 9, used: 2 },
      { name: 'Anywhere', limit: 1, used: 1 },
      { name: 'Anywhere', limit: 1, used: 1 },
      undefined,
    ]);
  });
});
