import { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { accountIds } from '../__testUtils__/emulator';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const operator = 'platform-engineer';
/** Each read is sent so often before it is given up. */
const READ_ATTEMPTS = 4;

describe.each(databases.eachId)('a target that is down, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  const goDown = () =>
    world.emulator.faults.add({ kind: 'http503', account: accountIds.sandbox });

  /** The calls to a target while time passes, and work is done. */
  async function callsIn(
    portal: OrderPortal,
    seconds: number,
    target: keyof typeof accountIds = 'sandbox',
  ): Promise<number> {
    world.emulator.calls.clear();
    await portal.tick(seconds);
    return world.emulator.calls.count({ accountId: accountIds[target] });
  }

  async function readPause(
    portal: OrderPortal,
    user = operator,
  ): Promise<TargetStatus['pause']> {
    const { body } = await portal.get('/targets', user);
    return body.items.find(({ name }: TargetStatus) => name === 'sandbox')
      .pause;
  }

  const secondsUntil = (instant = '') =>
    (Date.parse(instant) - Number(world.emulator.clock.now())) / 1000;

  it('gets nothing, then one order that tries, for longer each time, and everything once it answers', async () => {
    const portal = await world.start();
    const orders = [];
    for (let index = 0; index < 6; index++) {
      orders.push(await world.orderBucket(portal));
    }
    goDown();
    // The orders that were under way at the same time find out together.
    expect(await callsIn(portal, 0)).toBe(4 * READ_ATTEMPTS);

    for (let failures = 1; failures <= 3; failures++) {
      const pause = await readPause(portal);
      expect(pause).toMatchObject({ because: 'unavailable', failures });
      expect(await readPause(portal, 'payments-dev')).toBeUndefined();
      expect((await portal.getAnonymously('/health')).body).toMatchObject({
        status: 'degraded',
        pausedTargets: 1,
      });
      const waits = secondsUntil(pause?.until);
      const longest = 2 ** (failures - 1);
      expect(waits).toBeGreaterThanOrEqual(longest / 2);
      expect(waits).toBeLessThanOrEqual(longest);
      expect(await callsIn(portal, waits - 0.1)).toBe(0);

      // One order tries.
      expect(await callsIn(portal, 0.1)).toBe(READ_ATTEMPTS);
    }

    const other = await world.orderBucket(portal, { target: 'production' });
    expect((await portal.finish(other.id)).state).toBe('succeeded');

    world.emulator.faults.clear();
    await portal.tick(60);
    expect(await readPause(portal)).toBeUndefined();
    for (const { id } of orders) {
      expect(await portal.finish(id)).toMatchObject({
        state: 'succeeded',
        attempt: 1,
      });
    }
    expect((await portal.getAnonymously('/health')).body).toMatchObject({
      pausedTargets: 0,
    });
  });

  it('is left alone by a replica that takes over after a crash as well', async () => {
    const killed = await world.start();
    const order = await world.orderBucket(killed);
    await world.orderBucket(killed);
    world.emulator.faults.add({
      kind: 'throttle',
      operation: 'ProvisionProduct',
      retryAfterSeconds: 60,
      count: 1,
    });
    await killed.tick();
    expect(await readPause(killed)).toMatchObject({ because: 'throttled' });

    const heir = await world.start();
    // The claim of the other has ended by now.
    expect(await callsIn(heir, 30)).toBe(0);
    goDown();
    // It tries with a single question.
    expect(await callsIn(heir, 31)).toBe(READ_ATTEMPTS);
    expect(await readPause(heir)).toMatchObject({
      because: 'unavailable',
      failures: 2,
    });
    world.emulator.faults.clear();
    await heir.tick(60);
    expect((await heir.finish(order.id)).state).toBe('succeeded');
    expect(await readPause(heir)).toBeUndefined();
  });
});
