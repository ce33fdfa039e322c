import { JsonObject } from '@backstage/types';
import { createTestDatabases } from '../__testUtils__/databases';
import { component, group, user } from '../__testUtils__/entities';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const HOUR = 60 * 60;
const PLATFORM = 'group:default/platform-engineering';
const operator = 'platform-engineer';

describe.each(databases.eachId)(
  'an order that AWS has been at for hours, %s',
  databaseId => {
    const world = useReplicas(databases, databaseId, {
      sandbox: [
        plainBucket,
        {
          name: 'Patient',
          versions: {
            v1: {
              Resources: {
                Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
                Wait: {
                  Type: 'AWS::CloudFormation::WaitCondition',
                  Properties: {
                    Handle: { Ref: 'Handle' },
                    Timeout: String(5 * HOUR),
                  },
                },
              },
            },
          },
        },
      ],
    });

    const start = (reconcile: JsonObject = {}) => {
      const config = orderPortalConfig(world.emulator.url);
      return world.start({
        entities: [
          component('payments-api', 'group:default/team-payments'),
          group(PLATFORM, [operator]),
          user(operator, [PLATFORM]),
        ],
        config: {
          ...config,
          awsServiceCatalog: {
            ...(config.awsServiceCatalog as JsonObject),
            reconcile,
          },
        },
      });
    };

    const alarms = async (portal: OrderPortal) => {
      const { body } = await portal.get('/orders?alarm=true', operator);
      return body.items.map(({ id }: { id: string }) => id);
    };

    it('says so once, to operators and its requester, and is followed to its end', async () => {
      const portal = await start();
      const order = await portal.order(
        await portal.launchOf('Patient', { name: 'patient', parameters: {} }),
      );
      await portal.tick();
      const { updatedAt: acceptedAt } = await portal.read(order.id);
      await portal.tick(2 * HOUR - 61);
      expect(await alarms(portal)).toEqual([]);

      await portal.tick(120);
      const stuck = await portal.read(order.id);
      const message = `AWS has been at it since ${acceptedAt} and has come to no end (record ${stuck.record?.id}). The portal goes on following it.`;
      expect(stuck).toMatchObject({
        state: 'running',
        alarm: { code: 'stuck', message },
      });
      expect(await alarms(portal)).toEqual([order.id]);
      for (let hour = 0; hour < 2; hour++) {
        world.emulator.calls.clear();
        await portal.tick(HOUR);
        expect(
          world.emulator.calls.count({
            operation: 'SearchProvisionedProducts',
          }),
        ).toBe(1);
      }
      expect(await portal.read(order.id)).toEqual(stuck);
      const told = portal.told.notifications
        .filter(({ payload }) => payload.title.includes('unusually'))
        .map(({ recipients, payload: { title, severity } }) => ({
          recipients,
          title,
          severity,
        }));
      const title = 'Launch of patient takes unusually long';
      const to = (...entityRef: string[]) => ({ type: 'entity', entityRef });
      expect(told).toHaveLength(2);
      expect(told).toEqual(
        expect.arrayContaining([
          {
            recipients: to('user:default/platform-engineer'),
            title,
            severity: 'high',
          },
          {
            recipients: to('user:default/payments-dev'),
            title,
            severity: 'normal',
          },
        ]),
      );

      await portal.tick(2 * HOUR);
      const done = await portal.read(order.id);
      expect(done).toMatchObject({ state: 'failed' });
      expect(done).not.toHaveProperty('alarm');
      expect(await alarms(portal)).toEqual([]);
      expect((await world.readStored(order.id)).types).toEqual([
        'ordered',
        'submitted',
        'running',
        'stuck',
        'failed',
      ]);
    });

    it('waits for it as long as the configuration says', async () => {
      const portal = await start({ stuckAfter: { minutes: 10 } });
      world.emulator.faults.add({ kind: 'stuck', count: 1 });
      const order = await world.orderBucket(portal);
      await portal.tick();
      await portal.tick(9 * 60);
      expect(await portal.read(order.id)).not.toHaveProperty('alarm');
      await portal.tick(2 * 60);
      expect(await portal.read(order.id)).toMatchObject({
        state: 'running',
        alarm: { code: 'stuck' },
      });
    });

    it('does not take an outage for it', async () => {
      const portal = await start();
      const order = await world.orderBucket(portal);
      world.emulator.faults.add({
        kind: 'http503',
        operation: 'ProvisionProduct',
      });
      await portal.tick();
      for (let round = 0; round < 4; round++) {
        await portal.tick(HOUR);
      }
      world.emulator.faults.clear();
      const done = await portal.finish(order.id);
      expect(done.state).toBe('succeeded');
      expect(done.events.map(({ type }) => type)).not.toContain('stuck');
    });
  },
);
