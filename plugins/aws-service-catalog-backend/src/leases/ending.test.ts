import { createTestDatabases } from '../__testUtils__/databases';
import { bucketLease, titlesOf, useLeases } from '../__testUtils__/leases';

jest.setTimeout(240_000);

const databases = createTestDatabases();

const DAY_S = 24 * 60 * 60;

describe.each(databases.eachId)(
  'nothing ends without notice, %s',
  databaseId => {
    const world = useLeases(databases, databaseId);
    const now = () => new Date(world.emulator.clock.now()).toISOString();
    const inDays = (days: number) =>
      new Date(world.emulator.clock.now() + days * DAY_S * 1000).toISOString();

    it('not while the warning cannot be delivered, and then only a whole notice later', async () => {
      const portal = await world.start();
      const order = await world.launch(portal, 'undelivered');
      portal.told.notificationFailure = new Error('status 404: no such plugin');
      await world.live(portal, 40);
      const late = await world.lease(portal, order);
      expect(late).toMatchObject({
        state: 'active',
        problem: { code: 'undeliverable' },
      });
      expect(late?.warnedAt).toBeUndefined();
      expect(await world.listTerminations(portal, order)).toEqual([]);
      const { body: health } = await portal.getAnonymously('/health');
      expect(health.leases).toEqual({ status: 'ok', lagSeconds: 0 });

      portal.told.notificationFailure = undefined;
      await world.live(portal, 1);
      const warned = await world.lease(portal, order);
      expect(warned).toMatchObject({ state: 'warned' });
      expect(warned?.problem).toBeUndefined();
      expect(Date.parse(warned?.endsAt ?? '')).toBe(
        Date.parse(warned?.warnedAt ?? '') + 7 * DAY_S * 1000,
      );
      await world.live(portal, 8);
      expect(await world.listTerminations(portal, order)).toEqual([]);
      await world.live(portal, 1);
      expect(await world.listTerminations(portal, order)).toHaveLength(1);
    });

    it('not when there is nobody to warn: then those who run the portal are warned', async () => {
      const portal = await world.start();
      const order = await world.launch(portal, 'orphan');
      await world
        .knex('provisioned_products')
        .where({ id: order.provisionedProduct.id })
        .update({
          owner_ref: 'group:default/team-search',
          requester_ref: null,
        });
      await world.live(portal, 24);
      const [warning] = portal.told.notifications.filter(({ payload }) =>
        payload.title.startsWith('orphan'),
      );
      expect(warning.recipients).toMatchObject({
        entityRef: ['user:default/platform-engineer'],
      });
    });

    it('not when the clock leaps ahead before the warning, or after it', async () => {
      const portal = await world.start();
      const order = await world.launch(portal, 'leaping');
      world.emulator.clock.advance(400 * DAY_S);
      await world.look(portal);
      await world.look(portal);
      const warned = await world.lease(portal, order);
      expect(warned).toMatchObject({ state: 'warned', endsAt: inDays(7) });

      world.emulator.clock.advance(400 * DAY_S);
      await world.look(portal);
      // Six hours of the leap may have been.
      const postponed = await world.lease(portal, order);
      expect(postponed?.state).toBe('warned');
      expect(postponed?.endsAt).toBe(
        new Date(
          world.emulator.clock.now() + (7 - 0.25) * DAY_S * 1000,
        ).toISOString(),
      );
      expect(titlesOf(portal, 'leaping').pop()).toContain('ends later');
      await world.live(portal, 8);
      expect(await world.listTerminations(portal, order)).toEqual([]);
      await world.live(portal, 1);
      expect(await world.listTerminations(portal, order)).toHaveLength(1);
    });

    it('not when the portal was down over the end, or for most of the notice', async () => {
      const portal = await world.start();
      const down = await world.launch(portal, 'down');
      world.emulator.clock.advance(45 * DAY_S);
      const { body: health } = await portal.getAnonymously('/health');
      expect(health.leases.status).toBe('late');
      await portal.stop();
      const again = await world.start();
      await world.look(again);
      await world.look(again);
      expect(await world.lease(again, down)).toMatchObject({
        state: 'warned',
        endsAt: inDays(7),
      });
      const warnedMs = world.emulator.clock.now();
      await world.live(again, 1);
      world.emulator.clock.advance(5 * DAY_S);
      await world.live(again, 1);
      expect(await world.listTerminations(again, down)).toEqual([]);
      // At the end of seven days it has run for two: of the gap no more than six hours count.
      const moved = await world.lease(again, down);
      expect(moved?.state).toBe('warned');
      expect(moved?.endsAt).toBe(
        new Date(warnedMs + (7 + 5) * DAY_S * 1000).toISOString(),
      );
      await world.live(again, 6.5);
      expect(await world.listTerminations(again, down)).toEqual([]);
      await world.live(again, 0.5);
      expect(await world.listTerminations(again, down)).toHaveLength(1);
    });

    it('forgets a warning of a time that has not come', async () => {
      const fast = await world.start();
      const order = await world.launch(fast, 'ahead');
      const { endsAt } = (await world.lease(fast, order)) ?? {};
      await world.look(fast);
      // A portal whose clock is a year ahead warns, and moves the end a year away.
      const began = now();
      await fast.stop();
      const ahead = await world.start([bucketLease], {}, 365 * DAY_S);
      await world.look(ahead);
      await world.look(ahead);
      expect((await world.lease(ahead, order))?.endsAt).not.toBe(endsAt);
      await ahead.stop();

      const right = await world.start();
      expect(now()).toBe(began);
      await world.look(right);
      await world.look(right);
      const set = await world.lease(right, order);
      expect(set).toMatchObject({ state: 'active', endsAt });
      expect(set?.warnedAt).toBeUndefined();
      await world.live(right, 24);
      expect(await world.lease(right, order)).toMatchObject({
        state: 'warned',
        endsAt,
      });
    });
  },
);
