import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('an order, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  it('withdraws an order before AWS has it, and not later', async () => {
    const order = await world.orderBucket('withdrawn');
    const cancel = (digest: string, user = 'payments-dev') =>
      world.portal.post(
        `/orders/${order.id}/cancel`,
        { digest, reason: 'Oh' },
        user,
      );
    expect((await cancel('other')).status).toBe(409);
    expect((await cancel(order.digest, 'search-dev')).status).toBe(404);
    const done = await cancel(order.digest);
    expect(done.body).toMatchObject({
      state: 'cancelled',
      events: [
        { type: 'ordered' },
        {
          type: 'cancelled',
          actor: 'user:default/payments-dev',
          message: 'It was withdrawn: Oh',
        },
      ],
    });
    expect((await cancel(order.digest)).status).toBe(409);
    await world.portal.tick(60);
    expect(world.emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(
      0,
    );
    expect(world.portal.told.audit).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ eventId: 'order-cancel', outcome: 'failed' }),
      ]),
    );

    const running = await world.orderBucket('withdrawn');
    await world.portal.tick();
    const late = await world.portal.post(
      `/orders/${running.id}/cancel`,
      { digest: running.digest },
      'payments-dev',
    );
    expect(late.status).toBe(409);
    await world.portal.finish(running.id);
  });

  it('shows orders to those they concern', async () => {
    const names = ['list-1', 'list-2', 'list-3'];
    const orders: OrderDetail[] = [];
    for (const name of names) {
      world.emulator.clock.advance(1);
      orders.push(await world.orderBucket(name));
    }
    const list = async (query: string, user?: string) => {
      const { body } = await world.portal.get(`/orders?${query}`, user);
      return body.items.map(
        (order: OrderDetail) => order.provisionedProduct.name,
      );
    };
    expect(await list('open=true', 'payments-dev')).toEqual(
      [...names].reverse(),
    );
    expect(await list('scope=mine&open=true', 'both-dev')).toEqual([]);
    expect(await list('scope=teams&open=true', 'both-dev')).toHaveLength(3);
    expect(await list('open=true', 'platform-engineer')).toHaveLength(3);
    expect(await list('open=true')).toHaveLength(3);
    expect(await list('', 'search-dev')).toEqual([]);
    expect(await list('', 'outsider')).toEqual([]);
    expect(await list('open=true&kind=update', 'payments-dev')).toEqual([]);
    expect(
      await list('entityRef=component:default/payments-api&state=queued'),
    ).toHaveLength(3);

    const first = await world.portal.get(
      '/orders?limit=2&open=true',
      'payments-dev',
    );
    expect(first.body).toMatchObject({ totalItems: 3 });
    expect(
      await list(
        `limit=2&open=true&cursor=${first.body.nextCursor}`,
        'payments-dev',
      ),
    ).toEqual(['list-1']);

    const path = `/orders/${orders[0].id}`;
    expect((await world.portal.get(path, 'search-dev')).status).toBe(404);
    expect(
      (await world.portal.get(path, 'both-dev')).body.actions,
    ).toMatchObject({
      cancel: { allowed: true },
    });
    const asService = await world.portal.get(path);
    expect(asService.body.actions.cancel).toMatchObject({
      allowed: false,
      reason: 'Every change needs a user.',
    });
    world.portal.told.audit.length = 0;
    expect((await world.portal.get(path, 'platform-engineer')).status).toBe(
      200,
    );
    expect(world.portal.told.audit).toMatchObject([{ eventId: 'order-read' }]);
    for (const order of orders) {
      await world.portal.finish(order.id);
    }
  });
});
