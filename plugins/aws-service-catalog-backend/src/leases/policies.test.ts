import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { bucketLease, titlesOf, useLeases } from '../__testUtils__/leases';

jest.setTimeout(240_000);

const databases = createTestDatabases();

const DAY_MS = 24 * 60 * 60_000;

describe.each(databases.eachId)('policies that change, %s', databaseId => {
  const world = useLeases(databases, databaseId);
  const inDays = (days: number) =>
    new Date(world.emulator.clock.now() + days * DAY_MS).toISOString();

  it('leave ends where they were; those who were warned are warned anew; what none fits is freed', async () => {
    const portal = await world.start();
    const order = await world.launch(portal, 'changing');
    const { endsAt } = (await world.lease(portal, order)) ?? {};
    await world.live(portal, 24);
    expect(await world.lease(portal, order)).toMatchObject({ state: 'warned' });
    await portal.stop();

    const stricter = {
      ...bucketLease,
      lifetime: { days: 5 },
      warn: { days: 4 },
      grace: undefined,
    };
    const strict = await world.start([stricter]);
    await world.look(strict);
    await world.look(strict);
    // There were six days left: none is lost.
    expect(await world.lease(strict, order)).toMatchObject({
      state: 'active',
      endsAt,
    });
    await world.live(strict, 3);
    expect(await world.lease(strict, order)).toMatchObject({
      state: 'warned',
      expiresAt: expect.any(String),
    });
    const renewal = await world.renew(strict, order);
    const renewedUntil = inDays(5);
    await strict.tick();
    expect(await strict.read(renewal.body.id)).toMatchObject({
      state: 'succeeded',
    });
    expect(await world.lease(strict, order)).toMatchObject({
      endsAt: renewedUntil,
    });
    await world.live(strict, 2);
    expect(await world.lease(strict, order)).toMatchObject({ state: 'warned' });
    await strict.stop();

    const none = await world.start([]);
    await world.look(none);
    expect(await world.lease(none, order)).toBeUndefined();
    expect((await world.renew(none, order)).status).toBe(409);
    expect(titlesOf(none, 'changing')).toEqual([
      'changing stays: no lease policy fits it any more',
    ]);
    await world.live(none, 20);
    expect(await world.listTerminations(none, order)).toEqual([]);
    await none.stop();

    const again = await world.start();
    await world.look(again);
    expect(await world.lease(again, order)).toMatchObject({
      state: 'active',
      renewals: 0,
      endsAt: inDays(30),
    });
  });

  it('give what is there already a whole lifetime, and only point it out if they say so', async () => {
    const before = await world.start([]);
    const order = await world.launch(before, 'old');
    await world.live(before, 100);
    await before.stop();
    const portal = await world.start([{ ...bucketLease, onExpiry: 'flag' }]);
    await world.look(portal);
    expect(await world.lease(portal, order)).toMatchObject({
      endsAt: inDays(30),
    });
    await world.live(portal, 33);
    expect(await world.lease(portal, order)).toMatchObject({
      state: 'expired',
      problem: { code: 'flagged' },
      actions: { renew: { allowed: true } },
    });
    expect(await world.listTerminations(portal, order)).toEqual([]);
    expect(
      portal.told.notifications
        .filter(({ payload }) => payload.title === 'old has outlived its lease')
        .map(({ recipients, payload }) => [recipients, payload.topic]),
    ).toEqual([
      [
        expect.objectContaining({
          entityRef: [
            'user:default/payments-dev',
            'user:default/payments-dev-2',
          ],
        }),
        'leases',
      ],
      [
        expect.objectContaining({
          entityRef: ['user:default/platform-engineer'],
        }),
        'operations',
      ],
    ]);
    await portal.stop();

    // It was told that nothing happens: the whole notice comes before something does.
    const strict = await world.start();
    await world.look(strict);
    await world.look(strict);
    expect(await world.lease(strict, order)).toMatchObject({
      state: 'warned',
      endsAt: inDays(7),
    });
  });

  it('hold for what is adopted once its tag is ours, too, and not for what only a tag calls ours', async () => {
    const portal = await world.start([
      { ...bucketLease, match: { products: ['Bucket', 'Queue'] } },
    ]);
    const id = await launch(
      world.emulator,
      createTestTargets(world.emulator).get('sandbox'),
      {
        product: 'Bucket',
        name: 'found',
        parameters: {},
        tags: {
          'backstage.io/owner': 'group:default/team-payments',
          'backstage.io/portal': 'test',
        },
      },
    );
    const byHand = await launch(
      world.emulator,
      createTestTargets(world.emulator).get('sandbox'),
      { product: 'Queue', name: 'by-hand', parameters: {} },
    );
    await portal.sync('sandbox');
    await world.live(portal, 0.25);
    const read = async (which: string) =>
      (
        await portal.get(
          `/provisioned-products/sandbox/${which}`,
          'platform-engineer',
        )
      ).body.lease;
    const adopt = async (which: string) => {
      const { status } = await portal.post(
        `/provisioned-products/sandbox/${which}/adopt`,
        { owner: 'group:default/team-payments' },
        'platform-engineer',
      );
      expect(status).toBe(200);
      await world.live(portal, 0.25);
    };
    expect(await read(id)).toBeUndefined();
    await adopt(id);
    expect(await read(id)).toMatchObject({
      state: 'active',
      endsAt: inDays(30),
    });

    await adopt(byHand);
    expect(await read(byHand)).toBeUndefined();
    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: byHand,
      parameters: {},
      writeTags: true,
    });
    expect((await portal.finish(update.id)).state).toBe('succeeded');
    await world.live(portal, 0.25);
    expect(await read(byHand)).toMatchObject({ state: 'active' });
  });

  it('do not let a new owner inherit the notice of another', async () => {
    const portal = await world.start();
    const order = await world.launch(portal, 'handed');
    await world.live(portal, 29);
    await world
      .knex('provisioned_products')
      .where({ id: order.provisionedProduct.id })
      .update({ owner_ref: 'group:default/platform-engineering' });
    await world.live(portal, 1);
    const warnings = portal.told.notifications.filter(({ payload }) =>
      payload.title.startsWith('handed is about'),
    );
    expect(warnings.map(({ recipients }) => recipients)).toEqual([
      {
        type: 'entity',
        entityRef: ['user:default/payments-dev', 'user:default/payments-dev-2'],
      },
      {
        type: 'entity',
        entityRef: [
          'user:default/payments-dev',
          'user:default/platform-engineer',
        ],
      },
    ]);
    await world.live(portal, 7);
    expect(await world.listTerminations(portal, order)).toEqual([]);
  });

  it('match what is in effect, and never what is not ours', async () => {
    const policy = (name: string, match: object) => ({
      ...bucketLease,
      name,
      match,
    });
    const portal = await world.start([
      policy('Parameter', { parameters: { Purpose: ['scratch'] } }),
      policy('Portfolio', { products: ['Queue'], portfolios: ['Bucket'] }),
      policy('Tag', {
        products: ['Queue'],
        tags: { 'backstage.io/owner': ['group:default/team-payments'] },
      }),
    ]);
    const bucket = await world.launch(portal, 'matched');
    const queue = await world.launch(portal, 'tagged', 'Queue');
    expect(await world.lease(portal, bucket)).toBeUndefined();
    expect(await world.lease(portal, queue)).toMatchObject({ policy: 'Tag' });
    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: bucket.provisionedProduct.id,
      parameters: { Purpose: 'scratch' },
    });
    await portal.finish(update.id);
    await world.live(portal, 0.25);
    expect(await world.lease(portal, bucket)).toMatchObject({
      policy: 'Parameter',
    });

    const id = queue.provisionedProduct.id;
    await world
      .knex('provisioned_products')
      .where({ id })
      .update({
        tags: JSON.stringify([
          { key: 'backstage.io/portal', value: 'another' },
        ]),
      });
    await world.live(portal, 40);
    expect(await world.listTerminations(portal, queue)).toEqual([]);
    await world
      .knex('provisioned_products')
      .where({ id })
      .update({ tags: '[]', owner_source: 'tag' });
    await world.live(portal, 10);
    expect(await world.listTerminations(portal, queue)).toEqual([]);
    // What is not there any more has no lease either.
    const [{ status }] = await world
      .knex('leases')
      .where({ provisioned_product_id: bucket.provisionedProduct.id });
    expect(status).toBe('gone');
  });
});
