import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { accountIds } from '../__testUtils__/emulator';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)(
  'an order after a restart that sees another account, %s',
  databaseId => {
    const world = useReplicas(databases, databaseId);

    /** The configuration with credentials of the other target's account. */
    function withWrongCredentials(): JsonObject {
      const config = orderPortalConfig(world.emulator.url);
      const { accounts } = config.aws as { accounts: JsonObject[] };
      const [first, ...others] = accounts;
      const wrong = { ...first, accessKeyId: accountIds.production };
      return { ...config, aws: { accounts: [wrong, ...others] } };
    }

    /** The configuration with the name of the target given to another Region. */
    function withAnotherRegion(): JsonObject {
      const config = orderPortalConfig(world.emulator.url);
      const plugin = config.awsServiceCatalog as JsonObject;
      const [first, ...others] = plugin.targets as JsonObject[];
      const targets = [{ ...first, region: 'eu-west-1' }, ...others];
      return { ...config, awsServiceCatalog: { ...plugin, targets } };
    }

    const delaysOf = ({ events }: OrderDetail) =>
      events.filter(({ type }) => type === 'delayed');

    /** Lets time pass in which nothing may be asked of AWS about orders. */
    async function idle(portal: OrderPortal): Promise<void> {
      world.emulator.calls.clear();
      for (let round = 0; round < 5; round++) {
        await portal.tick(400);
      }
      const asked = world.emulator.calls.list().map(call => call.operation);
      expect(asked.filter(name => name !== 'GetCallerIdentity')).toEqual([]);
    }

    it.each([
      {
        boundary: 'token-saved',
        state: 'submitting',
        other: withWrongCredentials,
        reason:
          'The credentials configured for target sandbox belong to AWS account 222222222222, not to 111111111111',
      },
      {
        boundary: 'sent',
        state: 'submitting',
        other: withWrongCredentials,
        reason: 'belong to AWS account 222222222222',
      },
      {
        boundary: 'noted',
        state: 'running',
        other: withWrongCredentials,
        reason: 'belong to AWS account 222222222222',
      },
      {
        boundary: 'sent',
        state: 'submitting',
        other: withAnotherRegion,
        reason:
          'Target sandbox is account 111111111111 in eu-west-1 now, and this was ordered in account 111111111111 in eu-central-1',
      },
    ] as const)(
      'waits when it was killed at $boundary: $reason',
      async ({ boundary, state, other, reason }) => {
        const killed = await world.start();
        const order = await world.orderBucket(killed);
        killed.crashAt(boundary);
        await killed.tick();

        const logger = mockServices.logger.mock();
        logger.child.mockReturnValue(logger);
        const astray = await world.start({
          config: other(),
          features: [logger.factory],
        });
        await idle(astray);
        const waiting = await astray.read(order.id);
        expect(waiting).toMatchObject({ state, attempt: 1 });
        const [{ message }, ...more] = delaysOf(waiting);
        expect(message).toContain(reason);
        expect(more).toEqual([]);
        const warnings = logger.warn.mock.calls.filter(([text]) =>
          text.includes(order.id),
        );
        expect(warnings).toEqual([
          [`Order ${order.id} is delayed: ${message}`],
        ]);

        const right = await world.start();
        await right.tick(400);
        expect(await right.finish(order.id)).toMatchObject({
          state: 'succeeded',
          attempt: 1,
        });
        expect(await world.listResults(right, order)).toHaveLength(1);
      },
    );

    it('does not terminate a remnant in another account', async () => {
      const killed = await world.start();
      world.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
      const failed = await killed.finish((await world.orderBucket(killed)).id);
      await killed.post(
        `/orders/${failed.id}/retry`,
        { digest: failed.digest },
        'payments-dev',
      );
      killed.crashAt('remnant-token-saved');
      await killed.tick();

      const astray = await world.start({ config: withWrongCredentials() });
      await idle(astray);
      expect(await astray.read(failed.id)).toMatchObject({
        state: 'submitting',
      });

      const right = await world.start();
      await right.tick(400);
      expect((await right.finish(failed.id)).state).toBe('succeeded');
      expect(await world.listResults(right, failed)).toHaveLength(1);
    });
  },
);
