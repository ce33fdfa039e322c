import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { component, group, user } from '../__testUtils__/entities';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';
import { MOST_DEFECTS } from './noteDefect';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const operator = 'platform-engineer';
const PAYMENTS = 'group:default/team-payments';
const PLATFORM = 'group:default/platform-engineering';
/** Longer than an order rests after a defect. */
const REST = 16 * 60;

describe.each(databases.eachId)(
  'an order that the portal fails at, %s',
  databaseId => {
    const world = useReplicas(databases, databaseId);

    const start = () =>
      world.start({
        entities: [
          component('payments-api', PAYMENTS),
          group(PLATFORM, [operator]),
          user(operator, [PLATFORM]),
        ],
      });

    const resume = (portal: OrderPortal, { id, digest }: OrderDetail) =>
      portal.post(`/orders/${id}/resume`, { digest }, operator);

    const change = ({ id }: OrderDetail, columns: object) =>
      world.knex('orders').where({ id }).update(columns);

    const typesOf = ({ events }: OrderDetail) => events.map(({ type }) => type);

    function toldTo(portal: OrderPortal, role: string, { id }: OrderDetail) {
      return portal.told.notifications
        .filter(({ payload }) => payload.scope === `order:${id}:${role}`)
        .map(({ recipients, payload }: NotificationSendOptions) => ({
          recipients,
          title: payload.title,
        }));
    }

    it('is set aside after several defects in a row, and goes on where it was when it is taken up again', async () => {
      const killed = await start();
      const order = await world.orderBucket(killed);
      killed.crashAt('token-saved');
      await killed.tick();
      const { token } = await world.readStored(order.id);
      await change(order, { token: null });

      const portal = await start();
      for (let failure = 1; failure < MOST_DEFECTS; failure++) {
        await portal.tick(REST);
        expect(await portal.read(order.id)).not.toHaveProperty('alarm');
      }
      await portal.tick(REST);
      const message =
        'It is set aside, because the portal has failed at it 5 times in a row (Error). The people who run the portal can take it up again.';
      const aside = await portal.read(order.id, operator);
      expect(aside).toMatchObject({
        state: 'submitting',
        alarm: { code: 'set-aside', message },
        actions: { resume: { allowed: true } },
      });
      expect(aside.events.at(-1)).toMatchObject({ type: 'set-aside', message });
      expect((await portal.read(order.id)).actions.resume).toEqual({
        allowed: false,
        reason: expect.stringMatching(/people who run the portal/),
      });
      expect(toldTo(portal, 'operator', order)).toEqual([
        {
          recipients: {
            type: 'entity',
            entityRef: ['user:default/platform-engineer'],
          },
          title: expect.stringMatching(/^Launch of bucket-\d+ was set aside$/),
        },
      ]);
      const { body } = await portal.get('/orders?alarm=true', operator);
      expect(body.items.map(({ id }: OrderDetail) => id)).toEqual([order.id]);

      // Nothing more happens, whatever passes.
      world.emulator.calls.clear();
      await portal.tick(100 * REST);
      expect(world.emulator.calls.count()).toBe(0);
      expect(await portal.read(order.id, operator)).toEqual(aside);

      await change(order, { token });
      expect((await resume(portal, order)).status).toBe(202);
      const done = await portal.finish(order.id);
      expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect(done).not.toHaveProperty('alarm');
      expect(typesOf(done)).toEqual([
        'ordered',
        'submitted',
        'set-aside',
        'resumed',
        'running',
        'succeeded',
      ]);
      expect(await world.listResults(portal, order)).toHaveLength(1);
      expect((await resume(portal, order)).status).toBe(409);
    });

    it.each([
      ['content', '{"parameters":'],
      ['content', '{"parameters":[null],"tags":[],"partDigests":{}}'],
      ['progress', 'null'],
    ])(
      'is set aside at once when its %s is damaged: %s',
      async (column, damage) => {
        const portal = await start();
        const broken = await world.orderBucket(portal);
        const { [column]: whole } = await world
          .knex('orders')
          .where({ id: broken.id })
          .first();
        await change(broken, { [column]: damage });
        const sound = await world.orderBucket(portal);

        expect((await portal.finish(sound.id)).state).toBe('succeeded');
        const aside = await portal.read(broken.id);
        expect(aside).toMatchObject({
          state: 'queued',
          alarm: { code: 'set-aside', message: expect.any(String) },
        });
        expect(typesOf(aside)).toEqual(['ordered', 'set-aside']);
        const { status, body } = await portal.get('/orders', 'payments-dev');
        expect(status).toBe(200);
        expect(body.items.map(({ id }: OrderDetail) => id)).toEqual(
          expect.arrayContaining([broken.id, sound.id]),
        );
        // What is there is left for whoever repairs it.
        expect(
          await world.knex('orders').where({ id: broken.id }).first(),
        ).toMatchObject({ [column]: damage, due_at: null });

        // Nothing was repaired.
        expect((await resume(portal, broken)).status).toBe(202);
        await portal.tick();
        expect(typesOf(await portal.read(broken.id)).slice(2)).toEqual([
          'resumed',
          'set-aside',
        ]);

        await change(broken, { [column]: whole });
        expect((await resume(portal, broken)).status).toBe(202);
        expect((await portal.finish(broken.id)).state).toBe('succeeded');
      },
    );

    it('starts anew to count defects after a step that worked', async () => {
      const killed = await start();
      const order = await world.orderBucket(killed);
      killed.crashAt('token-saved');
      await killed.tick();
      const { token } = await world.readStored(order.id);
      await change(order, { token: null });
      const portal = await start();
      for (let failure = 1; failure < MOST_DEFECTS; failure++) {
        await portal.tick(REST);
      }
      await change(order, { token });
      await portal.tick(REST);
      const running = await world.readStored(order.id);
      expect(running).toMatchObject({ state: 'running' });
      expect(running.progress).not.toHaveProperty('defects');
      expect((await portal.finish(order.id)).state).toBe('succeeded');
    });

    it('can be withdrawn while AWS has not got it', async () => {
      const portal = await start();
      const order = await world.orderBucket(portal);
      await change(order, { content: '' });
      await portal.tick();
      const { status, body } = await portal.post(
        `/orders/${order.id}/cancel`,
        { digest: order.digest },
        'payments-dev',
      );
      expect({ status, state: body.state }).toEqual({
        status: 200,
        state: 'cancelled',
      });
      expect(body).not.toHaveProperty('alarm');
    });
  },
);
