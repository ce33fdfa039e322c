import { createTestDatabases } from '../__testUtils__/databases';
import { bucketLease, titlesOf, useLeases } from '../__testUtils__/leases';

jest.setTimeout(240_000);

const databases = createTestDatabases();

const DAY_MS = 24 * 60 * 60_000;
const PLATFORM = 'group:default/platform-engineering';

/** Lives for four days, is warned of two before, and its second renewal has to be approved. */
const short = {
  ...bucketLease,
  lifetime: { days: 4 },
  warn: { days: 2 },
  grace: { days: 1 },
  renew: {
    period: { days: 5 },
    max: 2,
    approvalAbove: 1,
    approvers: [PLATFORM],
    timeout: { days: 3 },
  },
};

describe.each(databases.eachId)('renewals, %s', databaseId => {
  const world = useLeases(databases, databaseId);
  const inDays = (days: number) =>
    new Date(world.emulator.clock.now() + days * DAY_MS).toISOString();

  it('are previewed, placed once, and need neither AWS nor its target', async () => {
    const portal = await world.start([short]);
    const launch = await portal.launchOf('Bucket', {
      name: 'previewed',
      parameters: {},
    });
    const preview = await portal.post(
      '/orders/preview',
      launch,
      'payments-dev',
    );
    expect(preview.body.lease).toEqual({
      policy: 'Buckets',
      endsAt: inDays(4),
      warnedFrom: inDays(2),
      onExpiry: 'terminate',
      renewals: 0,
      maxRenewals: 2,
      approvalAbove: 1,
    });
    const order = await world.launch(portal, 'renewed');
    const { endsAt = '' } = (await world.lease(portal, order)) ?? {};
    expect((await portal.read(order.id)).lease).toMatchObject({ endsAt });

    world.emulator.faults.add({ kind: 'http503' });
    world.emulator.calls.clear();
    const requestToken = 'once';
    const first = await world.renew(portal, order, { requestToken });
    const again = await world.renew(portal, order, { requestToken });
    expect([first.status, again.body.id]).toEqual([202, first.body.id]);
    const endsThen = inDays(5);
    await portal.tick();
    expect(await portal.read(first.body.id)).toMatchObject({
      state: 'succeeded',
      version: order.version,
      lease: { endsAt: endsThen, renewals: 1 },
    });
    expect(world.emulator.calls.count()).toBe(0);
    expect(await world.lease(portal, order)).toMatchObject({
      endsAt: endsThen,
      renewals: 1,
      events: [
        expect.objectContaining({ type: 'began' }),
        expect.objectContaining({
          type: 'renewed',
          actor: 'user:default/payments-dev',
        }),
      ],
    });

    // Renewing it often does not add up.
    const early = await world.renew(portal, order);
    expect([early.status, early.body.error.message]).toEqual([
      409,
      expect.stringContaining('Renew it when its end is nearer'),
    ]);
    expect((await world.lease(portal, order))?.actions.renew).toMatchObject({
      allowed: false,
    });
    const before = (date: string) =>
      portal.get(
        `/provisioned-products?search=renewed&leaseEndsBefore=${date}`,
        'payments-dev',
      );
    expect((await before(endsThen)).body.items).toEqual([]);
    expect((await before(inDays(6))).body.items).toMatchObject([
      { name: 'renewed', lease: { endsAt: endsThen, state: 'active' } },
    ]);
    expect((await before('2026-31-12T00:00:00Z')).body.error.fields).toEqual([
      expect.objectContaining({ field: 'leaseEndsBefore' }),
    ]);
  });

  it('are listed in the order in which they end, page by page', async () => {
    const portal = await world.start();
    for (const name of ['listed-b', 'listed-c', 'listed-a']) {
      await world.launch(portal, name);
      await world.live(portal, 1);
    }
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { body } = await portal.get(
        `/provisioned-products?search=listed&limit=2&leaseEndsBefore=${inDays(
          40,
        )}${cursor ? `&cursor=${cursor}` : ''}`,
        'payments-dev',
      );
      expect(body.totalItems).toBe(3);
      pages.push(body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    } while (cursor);
    expect(pages).toEqual([['listed-b', 'listed-c'], ['listed-a']]);
  });

  it('end when the requester says, as far as the policy lets them', async () => {
    const portal = await world.start([short]);
    const order = await world.launch(portal, 'dated');
    for (const until of ['2026-31-12T00:00:00Z', inDays(6), inDays(1)]) {
      const refused = await world.renew(portal, order, { until });
      expect([refused.status, refused.body.error.fields]).toEqual([
        400,
        [expect.objectContaining({ field: 'until' })],
      ]);
    }
    const until = inDays(4.5);
    const { body } = await world.renew(portal, order, { until });
    await portal.finish(body.id);
    expect(await world.lease(portal, order)).toMatchObject({ endsAt: until });
  });

  it('are for who may change it, and for what has a lease', async () => {
    const portal = await world.start([short]);
    const order = await world.launch(portal, 'theirs');
    const free = await world.launch(portal, 'free', 'Queue');
    expect(
      (await world.renew(portal, order, { user: 'search-dev' })).body.error
        .fields,
    ).toEqual([expect.objectContaining({ field: 'provisionedProductId' })]);
    expect(
      (await world.renew(portal, order, { user: 'plugin:scaffolder' })).status,
    ).toBe(403);
    expect((await world.renew(portal, free)).body.error.message).toContain(
      'It has no lease',
    );
    const termination = await portal.order({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: order.provisionedProduct.id,
    });
    expect((await world.renew(portal, order)).body.error.message).toBe(
      `Order ${termination.id} is changing it.`,
    );
    await portal.finish(termination.id);
  });

  it('that wait for approval hold the end up until they are decided', async () => {
    const portal = await world.start([short]);
    const order = await world.launch(portal, 'waiting');
    await portal.finish((await world.renew(portal, order)).body.id);
    await world.live(portal, 4);
    expect(await world.lease(portal, order)).toMatchObject({ state: 'warned' });
    const second = await world.renew(portal, order);
    expect(second.body).toMatchObject({
      state: 'awaiting-approval',
      approval: { policy: 'Buckets', approvers: [PLATFORM] },
    });
    await world.live(portal, 2.75);
    expect(await world.lease(portal, order)).toMatchObject({ state: 'grace' });
    expect(await world.listTerminations(portal, order)).toEqual([]);
    const { id, digest } = second.body;
    const approved = await portal.post(
      `/orders/${id}/approve`,
      { digest },
      'platform-engineer',
    );
    expect(approved.status).toBe(200);
    await portal.finish(id);
    expect(await world.lease(portal, order)).toMatchObject({
      state: 'active',
      renewals: 2,
    });
    await world.live(portal, 3);
    const third = await world.renew(portal, order);
    expect([third.status, third.body.error.message]).toEqual([
      409,
      expect.stringContaining('renewed 2 of 2 times'),
    ]);
    await world.live(portal, 3);
    expect(await world.listTerminations(portal, order)).toHaveLength(1);
  });

  it('that nobody approves let it end', async () => {
    const portal = await world.start([short]);
    const order = await world.launch(portal, 'undecided');
    await portal.finish((await world.renew(portal, order)).body.id);
    await world.live(portal, 4);
    const { body } = await world.renew(portal, order);
    await world.live(portal, 4);
    expect(await portal.read(body.id)).toMatchObject({ state: 'expired' });
    expect(await world.listTerminations(portal, order)).toHaveLength(1);
  });

  it('fail when the requester has left the owner, or the lease is gone, meanwhile', async () => {
    const portal = await world.start([short]);
    const order = await world.launch(portal, 'left');
    const { body } = await world.renew(portal, order);
    await world.knex('leases').update({ status: 'freed' });
    await portal.tick();
    expect(await portal.read(body.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'NotRenewable',
        message: 'It has no lease any more.',
        retryable: false,
      },
    });
    expect(titlesOf(portal, 'Renewal of left')).toEqual([
      'Renewal of left failed',
      'Renewal of left failed',
    ]);
  });
});
