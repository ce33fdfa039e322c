import { createTestDatabases } from '../__testUtils__/databases';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const ORDERS = 120;
const PAGE = 100;

describe.each(databases.eachId)('following many orders, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  const countIn = async (...states: string[]): Promise<number> =>
    (await world.knex('orders').whereIn('state', states)).length;

  it('takes a launch, a record and a result each, and a search page per poll and 100 running', async () => {
    const portal = await world.start();
    for (let index = 0; index < ORDERS; index++) {
      await world.orderBucket(portal);
    }
    const { calls } = world.emulator;
    calls.clear();
    let pages = 0;
    const tick = async (seconds: number) => {
      pages += Math.ceil((await countIn('running')) / PAGE);
      await portal.tick(seconds);
    };
    // More than the pace allows at once, and less than a launch takes.
    while ((await countIn('queued', 'submitting')) > 0) {
      await tick(1);
    }
    expect(await countIn('running')).toBe(ORDERS);
    const before = calls.count();
    const countFollowing = () =>
      ['ProvisionProduct', 'DescribeRecord', 'SearchProvisionedProducts']
        .map(operation => calls.count({ operation }))
        .reduce((sum, count) => sum + count);
    const submitting = countFollowing();

    let polls = 0;
    while ((await world.knex('orders').whereNotNull('due_at')).length > 0) {
      await tick(5);
      polls += 1;
      expect(polls).toBeLessThan(40);
    }
    expect(polls).toBeGreaterThan(2);
    expect(await countIn('succeeded')).toBe(ORDERS);
    expect(calls.count({ operation: 'ProvisionProduct' })).toBe(ORDERS);
    expect(calls.count({ operation: 'DescribeRecord' })).toBe(ORDERS);
    expect(countFollowing()).toBeLessThanOrEqual(3 * ORDERS + pages);
    // Nothing else is asked while they run.
    expect(calls.count() - before).toBe(countFollowing() - submitting);
  });
});
