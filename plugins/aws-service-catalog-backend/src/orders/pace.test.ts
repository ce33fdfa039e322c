import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { accountIds } from '../__testUtils__/emulator';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe('the pace of calls', () => {
  const world = useReplicas(databases, 'SQLITE_3');

  it('falls when AWS throttles, keeps to what AWS asks for, and rises again', async () => {
    const portal = await world.start();
    const orders: OrderDetail[] = [];
    const order = async (count: number) => {
      for (let index = 0; index < count; index++) {
        orders.push(await world.orderBucket(portal));
      }
      world.emulator.clock.advance(60);
    };
    const callsIn = async (seconds: number) => {
      world.emulator.calls.clear();
      await portal.tick(seconds);
      return world.emulator.calls.count({ accountId: accountIds.sandbox });
    };
    const average = (counts: number[]) =>
      counts.reduce((sum, count) => sum + count, 0) / counts.length;

    await order(30);
    const before = await callsIn(0);
    expect(before).toBeGreaterThanOrEqual(90);

    await order(150);
    world.emulator.faults.add({
      kind: 'throttle',
      operation: 'ProvisionProduct',
      retryAfterSeconds: 5,
      count: 1,
    });
    // The first is throttled; those under way at the same time are finished, and no other is begun.
    expect(await callsIn(0)).toBeLessThan(20);
    const perSecond: number[] = [];
    for (let second = 0; second < 28; second++) {
      perSecond.push(await callsIn(1));
    }
    expect(perSecond.slice(0, 4)).toEqual([0, 0, 0, 0]);
    // Much is due, and it is not caught up with at once.
    expect(Math.max(...perSecond)).toBeLessThan(before / 2);
    const after = average(perSecond.slice(5, 11));
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(before / 4);
    const later = average(perSecond.slice(-6));
    expect(later).toBeGreaterThan(1.5 * after);
    expect(later).toBeLessThan(before);

    for (const { id } of orders) {
      expect(await portal.finish(id)).toMatchObject({
        state: 'succeeded',
        attempt: 1,
      });
    }
  });
});
