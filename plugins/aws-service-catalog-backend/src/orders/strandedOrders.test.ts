import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { component, group } from '../__testUtils__/entities';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const DAY = 24 * 60 * 60;
const operator = 'platform-engineer';
const PLATFORM = 'group:default/platform-engineering';

describe.each(databases.eachId)(
  'an order whose target is not configured any more, %s',
  databaseId => {
    const world = useReplicas(databases, databaseId, {
      sandbox: [
        {
          name: 'Secretive',
          versions: {
            v1: {
              Parameters: { Password: { Type: 'String', NoEcho: true } },
              Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
            },
          },
        },
      ],
    });

    let count = 0;
    async function order(portal: OrderPortal): Promise<OrderDetail> {
      count += 1;
      return portal.order(
        await portal.launchOf('Secretive', {
          name: `stranded-${count}`,
          parameters: { Password: 'hunter22' },
        }),
      );
    }

    /** A replica whose configuration names only the other target. */
    async function startWithout(): Promise<OrderPortal> {
      const config = orderPortalConfig(world.emulator.url);
      const plugin = config.awsServiceCatalog as JsonObject;
      const targets = (plugin.targets as JsonObject[]).slice(1);
      return world.start({
        config: { ...config, awsServiceCatalog: { ...plugin, targets } },
      });
    }

    async function lookAfter(portal: OrderPortal, seconds: number) {
      world.emulator.clock.advance(seconds);
      await portal.runTask('look-after-stranded-orders');
    }

    const isSealed = async ({ id }: OrderDetail) => {
      const row = await world
        .knex('order_secrets')
        .where({ order_id: id })
        .first();
      return row.sealed !== null;
    };

    it('says so once, to operators as well, and goes on when it is configured again', async () => {
      const placed = await order(await world.start());
      const without = await startWithout();
      // Another replica may still be at it.
      await lookAfter(without, 60);
      expect((await without.read(placed.id, operator)).events).toHaveLength(1);

      await lookAfter(without, 900);
      await lookAfter(without, 900);
      const stranded = await without.read(placed.id, operator);
      const message =
        "Target 'sandbox' is not configured any more. The order goes on when it is configured again.";
      expect(stranded).toMatchObject({
        state: 'queued',
        alarm: { code: 'unreachable', message },
        events: [{ type: 'ordered' }, { type: 'delayed', message }],
      });
      const { body } = await without.get('/orders?alarm=true', operator);
      expect(body.items.map(({ id }: OrderDetail) => id)).toEqual([placed.id]);
      expect(await isSealed(placed)).toBe(true);

      const again = await world.start();
      const done = await again.finish(placed.id);
      expect(done.state).toBe('succeeded');
      expect(done).not.toHaveProperty('alarm');
    });

    it('says so, and loses its secrets, while it waits for approval as well', async () => {
      const config = orderPortalConfig(world.emulator.url);
      const portal = await world.start({
        entities: [
          component('payments-api', 'group:default/team-payments'),
          group(PLATFORM, [operator]),
        ],
        config: {
          ...config,
          awsServiceCatalog: {
            ...(config.awsServiceCatalog as JsonObject),
            approval: {
              default: {
                approvers: [PLATFORM],
                timeout: { days: 30 },
              },
            },
          },
        },
      });
      const placed = await order(portal);
      expect(placed.state).toBe('awaiting-approval');
      const without = await startWithout();
      await lookAfter(without, 900);
      await lookAfter(without, 900);
      const stranded = await without.read(placed.id, operator);
      expect(stranded).toMatchObject({
        state: 'awaiting-approval',
        alarm: { code: 'unreachable' },
        approval: placed.approval,
        events: [{ type: 'ordered' }, { type: 'delayed' }],
      });

      await lookAfter(portal, 900);
      expect(await portal.read(placed.id)).not.toHaveProperty('alarm');

      await lookAfter(without, 900);
      await lookAfter(without, 6 * DAY);
      expect(await isSealed(placed)).toBe(true);
      await lookAfter(without, DAY);
      expect(await isSealed(placed)).toBe(false);
    });

    it('can be withdrawn by operators', async () => {
      const placed = await order(await world.start());
      const without = await startWithout();
      const cancel = (user: string) =>
        without.post(
          `/orders/${placed.id}/cancel`,
          { digest: placed.digest },
          user,
        );
      expect((await cancel('payments-dev')).status).toBe(404);
      expect(await cancel(operator)).toMatchObject({
        status: 200,
        body: { state: 'cancelled' },
      });
    });

    it('is followed to its end when AWS has had it', async () => {
      const killed = await world.start();
      const placed = await order(killed);
      killed.crashAt('sent');
      await killed.tick();
      const without = await startWithout();
      await lookAfter(without, 900);
      await lookAfter(without, 30 * DAY);
      expect(await isSealed(placed)).toBe(false);

      const again = await world.start();
      expect((await again.finish(placed.id)).state).toBe('succeeded');
    });

    it('loses its secrets after a week', async () => {
      const placed = await order(await world.start());
      const without = await startWithout();
      await lookAfter(without, 900);
      await lookAfter(without, 6 * DAY);
      expect(await isSealed(placed)).toBe(true);
      await lookAfter(without, DAY);
      expect(await isSealed(placed)).toBe(false);

      const again = await world.start();
      expect(await again.finish(placed.id)).toMatchObject({
        state: 'failed',
        failure: {
          code: 'SecretsUnreadable',
          message: expect.stringMatching(/they were wiped/),
        },
      });
    });
  },
);
