import { PORTAL_REQUESTER } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { titlesOf, useLeases } from '../__testUtils__/leases';
import { LeaseStatistics } from './LeaseStatistics';

jest.setTimeout(240_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('leases over sixty days, %s', databaseId => {
  const world = useLeases(databases, databaseId);

  const countStates = async () => {
    const clock = { now: () => new Date(world.emulator.clock.now()) };
    const statistics = new LeaseStatistics({ knex: world.knex, clock });
    return (await statistics.read()).states;
  };

  it('warn, are renewed, held, end after their grace, and touch nothing else', async () => {
    const portal = await world.start();
    const forgotten = await world.launch(portal, 'forgotten');
    const renewed = await world.launch(portal, 'renewed');
    const held = await world.launch(portal, 'held');
    const free = await world.launch(portal, 'free', 'Queue');
    const [{ started_at: startedAt }] = await world
      .knex('leases')
      .select('started_at')
      .orderBy('started_at');
    expect(await world.lease(portal, forgotten)).toMatchObject({
      policy: 'Buckets',
      state: 'active',
      startedAt,
      renewals: 0,
      onExpiry: 'terminate',
      actions: {
        renew: { allowed: true },
        hold: { allowed: false },
        release: { allowed: false },
      },
    });
    expect(await world.lease(portal, free)).toBeUndefined();
    world.emulator.calls.clear();

    await world.live(portal, 20);
    expect(world.emulator.calls.count()).toBe(0);
    expect(
      await world.operate(portal, 'hold', held, {
        reason: 'Audit',
        until: world.day(50),
      }),
    ).toMatchObject({
      status: 200,
      body: {
        state: 'held',
        hold: {
          by: 'user:default/platform-engineer',
          reason: 'Audit',
          until: world.day(50),
        },
      },
    });

    await world.live(portal, 5);
    expect(await world.lease(portal, forgotten)).toMatchObject({
      state: 'warned',
      warnedAt: expect.any(String),
    });
    expect(titlesOf(portal, 'forgotten')).toEqual([
      expect.stringMatching(
        /^forgotten is about to end: its lease ends on 2026-12-01/,
      ),
    ]);
    const warning = portal.told.notifications.find(({ payload }) =>
      payload.title.startsWith('forgotten'),
    );
    expect(warning).toMatchObject({
      recipients: {
        entityRef: ['user:default/payments-dev', 'user:default/payments-dev-2'],
      },
      payload: {
        topic: 'leases',
        severity: 'high',
        link: `/aws-service-catalog/resources/sandbox/${forgotten.provisionedProduct.id}`,
        description: expect.stringContaining('terminated on 2026-12-03'),
      },
    });
    const renewal = await world.renew(portal, renewed);
    expect(renewal.status).toBe(202);
    const renewedOrder = await portal.finish(renewal.body.id);
    expect(renewedOrder).toMatchObject({
      kind: 'renew',
      state: 'succeeded',
      lease: { renewals: 1 },
    });
    expect(renewedOrder.record).toBeUndefined();
    expect(await world.lease(portal, renewed)).toMatchObject({
      state: 'active',
      renewals: 1,
    });
    expect(world.emulator.calls.count()).toBe(0);

    await world.live(portal, 6);
    expect(await world.lease(portal, forgotten)).toMatchObject({
      state: 'grace',
    });
    expect(titlesOf(portal, 'forgotten').slice(1)).toEqual([
      expect.stringContaining('ends soon'),
      expect.stringContaining('grace'),
    ]);
    expect(await world.listTerminations(portal, forgotten)).toEqual([]);
    expect(Object.fromEntries(await countStates())).toEqual({
      active: 1,
      warned: 0,
      grace: 1,
      expired: 0,
      held: 1,
    });

    await world.live(portal, 2);
    const [termination] = await world.listTerminations(portal, forgotten);
    expect(await portal.finish(termination.id)).toMatchObject({
      requester: PORTAL_REQUESTER,
      owner: 'group:default/team-payments',
      state: 'succeeded',
      events: expect.arrayContaining([
        expect.objectContaining({
          type: 'ordered',
          actor: PORTAL_REQUESTER,
          message: expect.stringContaining(
            "Its lease, by policy 'Buckets', ended on",
          ),
        }),
      ]),
    });
    expect(await world.read(portal, forgotten)).toBeUndefined();

    await world.live(portal, 25);
    // It was held until day 50, and its people had their whole notice after that.
    expect(await world.lease(portal, held)).toMatchObject({ state: 'grace' });
    expect(titlesOf(portal, 'held')).toEqual([
      expect.stringContaining('stays until'),
      expect.stringContaining('is not held any more'),
      expect.stringContaining('is about to end'),
      expect.stringContaining('ends soon'),
      expect.stringContaining('grace'),
    ]);
    await world.live(portal, 2);
    expect(await world.listTerminations(portal, held)).toHaveLength(1);
    expect(await world.listTerminations(portal, renewed)).toHaveLength(1);
    expect(await world.listTerminations(portal, free)).toEqual([]);
    expect(await world.read(portal, free)).toMatchObject({ name: 'free' });
    expect(
      portal.told.audit
        .filter(
          ({ eventId, meta }) =>
            eventId === 'lease-event' &&
            meta.provisionedProductId === forgotten.provisionedProduct.id,
        )
        .map(({ meta }) => meta.actionType),
    ).toEqual([
      'began',
      'warning',
      'warned',
      'reminded',
      'ended',
      'termination-ordered',
      'gone',
    ]);
  });
});
