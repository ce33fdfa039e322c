import { LEASE_SIGNAL_CHANNEL } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../../__testUtils__/databases';
import { bucketLease, useLeases } from '../../__testUtils__/leases';
import { OrderPortal } from '../../__testUtils__/orderPortal';

jest.setTimeout(240_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('open pages hear of leases, %s', databaseId => {
  const world = useLeases(databases, databaseId);

  /** Signals about leases since the last time. */
  const take = (portal: OrderPortal) =>
    portal.told.signals
      .splice(0)
      .filter(({ channel }) => channel === LEASE_SIGNAL_CHANNEL);

  it('in their states, and to requester, owner members and operators alone', async () => {
    const portal = await world.start([
      { ...bucketLease, grace: { days: 2 }, onExpiry: 'flag' },
    ]);
    const order = await world.launch(portal, 'watched');
    await world.look(portal);
    // The order itself told of what began.
    expect(take(portal)).toEqual([]);

    const states: unknown[] = [];
    const hear = () =>
      states.push(
        ...take(portal).map(({ message, recipients }) => {
          expect(recipients).toEqual({
            type: 'user',
            entityRef: [
              'user:default/payments-dev',
              'user:default/payments-dev-2',
              'user:default/platform-engineer',
            ],
          });
          const { state, ...rest } = message as { state?: string };
          expect(rest).toEqual({
            target: order.target,
            provisionedProductId: order.provisionedProduct.id,
          });
          return state;
        }),
      );
    await world.live(portal, 24);
    hear();
    expect(states).toEqual(['warned']);
    await world.operate(portal, 'hold', order, { reason: 'Audit' });
    await world.look(portal);
    hear();
    await world.operate(portal, 'release', order);
    await portal.runTask('deliver-lease-events');
    hear();
    expect(states.splice(0)).toEqual(['warned', 'held', 'active']);

    await world.live(portal, 1);
    const { body } = await world.renew(portal, order);
    await portal.finish(body.id);
    await world.look(portal);
    hear();
    expect(states.splice(0)).toEqual(['warned', 'active']);
    await world.live(portal, 33);
    hear();
    expect(states).toEqual(['warned', 'grace', 'expired']);
  });

  it('of nothing when nobody lives by a lease any more', async () => {
    const first = await world.start();
    const order = await world.launch(first, 'freed');
    await world.look(first);
    await first.stop();
    const portal = await world.start([]);
    await world.look(portal);
    const ours = take(portal).filter(
      ({ message }) =>
        (message as { provisionedProductId?: string }).provisionedProductId ===
        order.provisionedProduct.id,
    );
    expect(ours.map(({ message }) => message)).toEqual([
      {
        target: order.target,
        provisionedProductId: order.provisionedProduct.id,
      },
    ]);
  });
});
