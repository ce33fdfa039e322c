import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { useReplicas } from '../__testUtils__/replicas';
import { StepBoundary } from './stepBoundaries';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('a replica that is killed, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  const recordsOf = (order: OrderDetail) =>
    world.knex('order_records').where({ order_id: order.id });

  const boundaries: StepBoundary[] = ['token-saved', 'sent', 'noted'];

  it.each(boundaries)(
    'at %s leaves one provisioned product, and an order that succeeds',
    async boundary => {
      const killed = await world.start();
      const order = await world.orderBucket(killed);
      killed.crashAt(boundary);
      await killed.tick();
      const state = boundary === 'noted' ? 'running' : 'submitting';
      expect(await world.readStored(order.id)).toMatchObject({ state });

      // Nobody takes over before the claim of the dead has expired.
      const next = await world.start();
      await next.tick(5);
      expect(await next.read(order.id)).toMatchObject({ state });

      await next.tick(15);
      const done = await next.finish(order.id);
      expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect(await world.listResults(next, order)).toMatchObject([
        { id: done.provisionedProduct.id, orderId: order.id },
      ]);
      // A call that AWS has taken is found, not made again.
      expect(
        world.emulator.calls.count({ operation: 'ProvisionProduct' }),
      ).toBe(1);
      expect((await world.readStored(order.id)).types).toEqual([
        'ordered',
        'submitted',
        'running',
        'succeeded',
      ]);
    },
  );

  it.each([
    ['update', 'UpdateProvisionedProduct', 1],
    ['terminate', 'TerminateProvisionedProduct', 0],
  ] as const)(
    'when AWS has accepted an order to %s finds its record',
    async (kind, operation, left) => {
      const killed = await world.start();
      const launch = await world.orderBucket(killed);
      const launched = await killed.finish(launch.id);
      const order = await killed.order({
        kind,
        target: 'sandbox',
        provisionedProductId: launched.provisionedProduct.id,
        ...(kind === 'update' && { parameters: { Purpose: 'changed' } }),
      });
      killed.crashAt('sent');
      await killed.tick();

      const next = await world.start();
      await next.tick(20);
      expect((await next.finish(order.id)).state).toBe('succeeded');
      expect(world.emulator.calls.count({ operation })).toBe(1);
      expect(await recordsOf(order)).toHaveLength(1);
      expect(await world.listResults(next, launch)).toHaveLength(left);
      expect((await world.readStored(order.id)).types).toHaveLength(4);
    },
  );

  it('while it removes what a failed attempt left finds that, too', async () => {
    const killed = await world.start();
    world.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    const order = await world.orderBucket(killed);
    const failed = await killed.finish(order.id);
    expect(failed.state).toBe('failed');
    await killed.post(
      `/orders/${failed.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    killed.crashAt('remnant-sent');
    await killed.tick();

    const next = await world.start();
    await next.tick(20);
    expect((await next.finish(order.id)).state).toBe('succeeded');
    expect(
      world.emulator.calls.count({ operation: 'TerminateProvisionedProduct' }),
    ).toBe(1);
    expect(await world.listResults(next, order)).toHaveLength(1);
    // Two launches and a termination.
    expect(await recordsOf(order)).toHaveLength(3);
  });
});

describe('two replicas on PostgreSQL', () => {
  const world = useReplicas(databases, 'POSTGRES_18');

  it('launch each of their orders exactly once', async () => {
    const replicas = [await world.start(), await world.start()];
    const orders = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        world.orderBucket(replicas[index % 2]),
      ),
    );
    for (let round = 0; round < 40; round++) {
      world.emulator.clock.advance(3);
      await Promise.all([
        ...replicas.map(replica => replica.tick()),
        // Claims expire under their holders, in the middle of their work.
        Promise.resolve().then(() => world.emulator.clock.advance(16)),
      ]);
    }
    for (const order of orders) {
      expect(await world.readStored(order.id)).toMatchObject({
        state: 'succeeded',
        types: ['ordered', 'submitted', 'running', 'succeeded'],
      });
      expect(
        await world.knex('order_records').where({ order_id: order.id }),
      ).toHaveLength(1);
    }
    await replicas[0].sync('sandbox');
    const { body } = await replicas[0].get('/provisioned-products');
    expect(body.totalItems).toBe(30);
  });
});
