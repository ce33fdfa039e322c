import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { bucketLease, titlesOf, useLeases } from '../__testUtils__/leases';

jest.setTimeout(240_000);

const databases = createTestDatabases();

const DAY_S = 24 * 60 * 60;

/** Lives for three days, and is warned of a day before. */
const short = {
  ...bucketLease,
  lifetime: { days: 3 },
  warn: { days: 1 },
  grace: undefined,
};

/** Terminations have to be approved. */
const approval: JsonObject = {
  policies: [
    {
      name: 'Terminations',
      match: { kinds: ['terminate'] },
      approvers: ['user:default/outsider'],
      timeout: { days: 5 },
    },
  ],
  default: { auto: true },
};

describe.each(databases.eachId)(
  'leases of platform engineers, %s',
  databaseId => {
    const world = useLeases(databases, databaseId);
    const inDays = (days: number) =>
      new Date(world.emulator.clock.now() + days * DAY_S * 1000).toISOString();

    it('are held while AWS has not got their termination, and then only released ones end', async () => {
      const portal = await world.start([short], { approval });
      const order = await world.launch(portal, 'held');
      await world.live(portal, 4);
      const [first] = await world.listTerminations(portal, order);
      expect(first).toMatchObject({
        state: 'awaiting-approval',
        approval: { policy: 'Terminations' },
      });
      expect(await world.lease(portal, order)).toMatchObject({
        state: 'expired',
        terminationOrderId: first.id,
        actions: { renew: { allowed: false } },
      });
      for (const [body, field] of [
        [{ reason: '' }, 'reason'],
        [{ reason: 'Audit', until: inDays(-1) }, 'until'],
      ] as const) {
        const refused = await world.operate(portal, 'hold', order, body);
        expect([refused.status, refused.body.error.fields]).toEqual([
          400,
          [expect.objectContaining({ field })],
        ]);
      }
      const held = await world.operate(portal, 'hold', order, {
        reason: 'Audit',
      });
      expect(held.body).toMatchObject({
        state: 'held',
        actions: { hold: { allowed: true }, release: { allowed: true } },
      });
      expect(held.body.terminationOrderId).toBeUndefined();
      expect(await portal.read(first.id)).toMatchObject({
        state: 'cancelled',
        events: expect.arrayContaining([
          expect.objectContaining({
            type: 'cancelled',
            actor: 'user:default/platform-engineer',
            message: expect.stringContaining('Audit'),
          }),
        ]),
      });
      await world.live(portal, 60);
      expect(await world.listTerminations(portal, order)).toHaveLength(1);

      const released = await world.operate(portal, 'release', order);
      expect(released).toMatchObject({
        status: 200,
        body: { state: 'active' },
      });
      expect((await world.operate(portal, 'release', order)).status).toBe(409);
      await world.look(portal);
      await world.look(portal);
      expect(await world.lease(portal, order)).toMatchObject({
        state: 'warned',
        endsAt: inDays(1),
      });
      await world.live(portal, 1);
      const [, second] = await world.listTerminations(portal, order);
      const { id, digest } = second;
      const body = { digest, reason: 'It is needed' };
      expect(
        (await portal.post(`/orders/${id}/reject`, body, 'outsider')).status,
      ).toBe(200);
      await world.live(portal, 3);
      expect(await world.lease(portal, order)).toMatchObject({
        state: 'expired',
        problem: { code: 'termination-rejected' },
        actions: { renew: { allowed: true } },
      });
      expect(await world.listTerminations(portal, order)).toHaveLength(2);
      expect(titlesOf(portal, 'held has outlived').pop()).toBe(
        'held has outlived its lease, and was not terminated',
      );
      expect(
        await world.operate(portal, 'hold', order, { reason: 'Needed' }),
      ).toMatchObject({
        status: 200,
        body: { state: 'held' },
      });
    });

    it('are not held any more once AWS has got their termination', async () => {
      const portal = await world.start([short]);
      const order = await world.launch(portal, 'late');
      await world.live(portal, 2.75);
      await portal.stop();
      const again = await world.start([short]);
      while ((await world.listTerminations(again, order)).length === 0) {
        world.emulator.clock.advance(6 * 60 * 60);
        await again.runTask('look-after-leases');
        await again.runTask('deliver-lease-events');
      }
      await again.tick();
      const late = await world.operate(again, 'hold', order, {
        reason: 'Audit',
      });
      expect([late.status, late.body.error.message]).toEqual([
        409,
        expect.stringContaining('AWS has got its termination already'),
      ]);
    });

    it('are terminated by three orders at most, a day apart', async () => {
      const portal = await world.start([short]);
      const order = await world.launch(portal, 'stuck');
      world.emulator.faults.add({ kind: 'terminateFailure' });
      await world.live(portal, 10);
      expect(
        (await world.listTerminations(portal, order)).map(({ state }) => state),
      ).toEqual(['failed', 'failed', 'failed']);
      expect(await world.lease(portal, order)).toMatchObject({
        state: 'expired',
        problem: { code: 'termination-failed' },
      });
      world.emulator.faults.clear();
      const last = await portal.order({
        kind: 'terminate',
        target: 'sandbox',
        provisionedProductId: order.provisionedProduct.id,
      });
      expect(await portal.finish(last.id)).toMatchObject({
        state: 'succeeded',
      });
      await world.live(portal, 0.25);
      const [{ status }] = await world
        .knex('leases')
        .where({ provisioned_product_id: order.provisionedProduct.id });
      expect(status).toBe('gone');
    });

    it('are not terminated again for a new owner without a notice, nor when they are not ours any more', async () => {
      const portal = await world.start([short]);
      const handed = await world.launch(portal, 'handed');
      const lost = await world.launch(portal, 'lost');
      world.emulator.faults.add({ kind: 'terminateFailure' });
      const terminations = ({ provisionedProduct: { id } }: OrderDetail) =>
        world
          .knex('orders')
          .where({ kind: 'terminate', provisioned_product_id: id });
      const terminated = async (order: OrderDetail) =>
        (await terminations(order)).length;
      for (const order of [handed, lost]) {
        while ((await terminated(order)) === 0) {
          await world.live(portal, 0.25);
        }
        const [{ id }] = await terminations(order);
        expect(await portal.finish(id)).toMatchObject({ state: 'failed' });
      }
      const change = (order: OrderDetail, columns: object) =>
        world
          .knex('provisioned_products')
          .where({ id: order.provisionedProduct.id })
          .update(columns);
      await change(handed, {
        owner_ref: 'group:default/platform-engineering',
        requester_ref: null,
      });
      await change(lost, {
        tags: JSON.stringify([{ key: 'backstage.io/portal', value: 'other' }]),
      });
      const before = [await terminated(handed), await terminated(lost)];
      await world.live(portal, 1.25);
      expect([await terminated(handed), await terminated(lost)]).toEqual(
        before,
      );
      expect(
        await world.lease(portal, handed, 'platform-engineer'),
      ).toMatchObject({ state: 'warned' });
      await world.live(portal, 3);
      expect(await terminated(handed)).toBeGreaterThan(before[0]);
      expect(await terminated(lost)).toBe(before[1]);
    });

    it('say so when nobody could approve their termination', async () => {
      const nobody = { default: { approvers: ['group:default/nobody'] } };
      const portal = await world.start([short]);
      const order = await world.launch(portal, 'unapprovable');
      await portal.stop();
      const strict = await world.start([short], {
        approval: {
          ...nobody,
          policies: [
            {
              name: 'Nobody',
              match: { kinds: ['terminate'] },
              approvers: ['group:default/nobody'],
            },
          ],
        },
      });
      await world.live(strict, 4);
      expect(await world.lease(strict, order)).toMatchObject({
        problem: {
          code: 'termination-failed',
          message: expect.stringContaining("Policy 'Nobody' takes 1"),
        },
      });
      expect(await world.listTerminations(strict, order)).toEqual([]);
      await strict.stop();
      const mended = await world.start([short]);
      await world.live(mended, 1);
      expect(await world.listTerminations(mended, order)).toHaveLength(1);
    });

    it('are warned of, and ended, once by two replicas, though the one that warned was killed', async () => {
      const first = await world.start([short]);
      const order = await world.launch(first, 'shared');
      await world.live(first, 2);
      world.emulator.clock.advance(60);
      await first.runTask('look-after-leases');
      first.crashAt('told');
      await first.runToCrash('deliver-lease-events');
      expect(titlesOf(first, 'shared')).toHaveLength(1);

      const replicas = [await world.start([short]), await world.start([short])];
      expect(await world.lease(replicas[0], order)).toMatchObject({
        state: 'warned',
      });
      await first.stop();
      const both = async (task: string) => {
        await Promise.all(replicas.map(replica => replica.runTask(task)));
      };
      for (let quarter = 0; quarter < 6; quarter++) {
        world.emulator.clock.advance(6 * 60 * 60);
        await both('look-after-leases');
        await both('deliver-lease-events');
      }
      const terminations = await world.listTerminations(replicas[0], order);
      expect(terminations).toHaveLength(1);
      const told = replicas.flatMap(replica => titlesOf(replica, 'shared'));
      expect(told.sort()).toEqual([
        expect.stringContaining('ends soon'),
        expect.stringContaining('is terminated'),
      ]);
      expect(await replicas[1].finish(terminations[0].id)).toMatchObject({
        state: 'succeeded',
      });
      const types: string[] = await world
        .knex('lease_events')
        .join('leases', 'leases.id', 'lease_events.lease_id')
        .where({ provisioned_product_id: order.provisionedProduct.id })
        .orderBy('sequence')
        .pluck('type');
      expect(types).toEqual([
        'began',
        'warning',
        'warned',
        'reminded',
        'termination-ordered',
      ]);
    });
  },
);
