import { createTestDatabases } from '../../__testUtils__/databases';
import { quotaOf, useQuotas } from '../../__testUtils__/quotas';
import { plainBucket } from '../../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const TEAM = 'group:default/team-payments';

// Each test has a product of its own, so that none counts what another has left.
const products = ['Said', 'Refused', 'Lowered', 'Wanted', 'Named'].map(
  name => ({ ...plainBucket, name }),
);

describe.each(databases.eachId)('quotas, %s', databaseId => {
  const world = useQuotas(databases, databaseId, {
    sandbox: products,
  });
  const { start, ask, order, usedBy } = world;

  it('are shown before ordering and while an order waits, and hold for each owner', async () => {
    const portal = await start([quotaOf('Said', 2)]);
    expect(
      (await ask(portal, '/orders/preview', 'Said', 'said-1')).body,
    ).toMatchObject({
      acceptable: true,
      quota: { name: 'Quota of Said', limit: 2, used: 0 },
    });
    const first = await order(portal, 'Said', 'said-1');
    expect(first.quota).toMatchObject({ used: 0 });
    await order(portal, 'Said', 'said-2');
    expect((await portal.read(first.id)).quota).toMatchObject({ used: 1 });

    const problem = {
      field: 'quota',
      message: `Quota 'Quota of Said' is used up: ${TEAM} has 2 of 2, launches under way included. Have something terminated, withdraw an order that waits, or ask the people who run the portal for more.`,
    };
    expect(await ask(portal, '/orders', 'Said', 'said-3')).toMatchObject({
      status: 400,
      body: { error: { fields: [problem] } },
    });
    expect(
      (await ask(portal, '/orders/preview', 'Said', 'said-3')).body,
    ).toMatchObject({
      acceptable: false,
      problems: [problem],
      quota: { used: 2 },
    });
    expect(
      await ask(portal, '/orders', 'Said', 'said-search', {
        user: 'search-dev',
      }),
    ).toMatchObject({ status: 202, body: { quota: { used: 0 } } });

    await portal.post(
      `/orders/${first.id}/cancel`,
      { digest: first.digest },
      'payments-dev',
    );
    await order(portal, 'Said', 'said-3');
  });

  it('refuse a new attempt whose place others have taken', async () => {
    const portal = await start([quotaOf('Refused', 1)]);
    world.emulator.faults.add({
      kind: 'error',
      operation: 'ProvisionProduct',
      name: 'InvalidParametersException',
      message: 'No.',
      count: 1,
    });
    const { id } = await order(portal, 'Refused', 'refused');
    const failed = await portal.finish(id);
    expect(failed.actions.retry).toEqual({ allowed: true });
    const other = await order(portal, 'Refused', 'other-refused');
    const retry = () =>
      portal.post(
        `/orders/${id}/retry`,
        { digest: failed.digest },
        'payments-dev',
      );
    expect(await retry()).toMatchObject({
      status: 400,
      body: { error: { fields: [{ field: 'quota' }] } },
    });
    expect((await portal.read(id)).state).toBe('failed');
    await portal.post(
      `/orders/${other.id}/cancel`,
      { digest: other.digest },
      'payments-dev',
    );
    expect((await retry()).status).toBe(202);
  });

  it('let through what was ordered first when the limit was lowered', async () => {
    const approval = {
      policies: [
        {
          name: 'Slow',
          match: { parameters: { Purpose: ['slow'] } },
          approvers: ['user:default/platform-engineer'],
        },
      ],
      default: { auto: true },
    };
    const portal = await start([quotaOf('Lowered', 3)], { approval });
    const place = async (name: string, Purpose: string) => {
      const placed = await portal.order(
        await portal.launchOf('Lowered', { name, parameters: { Purpose } }),
      );
      world.emulator.clock.advance(1);
      return placed;
    };
    const slow = await place('lowered-1', 'slow');
    const second = await place('lowered-2', 'quick');
    const third = await place('lowered-3', 'quick');

    const lowered = await start([quotaOf('Lowered', 2)], { approval });
    expect(await lowered.finish(third.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'QuotaExceeded',
        message: `Nothing was sent to AWS, because quota 'Quota of Lowered' is used up without it by now: ${TEAM} has 2 of 2, launches under way included.`,
        retryable: true,
      },
      actions: { retry: { allowed: true } },
    });
    expect((await lowered.finish(second.id)).state).toBe('succeeded');
    expect(
      await lowered.post(
        `/orders/${slow.id}/approve`,
        { digest: slow.digest },
        'platform-engineer',
      ),
    ).toMatchObject({ status: 200, body: { quota: { limit: 2, used: 1 } } });
    expect((await lowered.finish(slow.id)).state).toBe('succeeded');
    expect(await usedBy(lowered, 'Lowered')).toBe(2);
  });

  it('hold when many are ordered at the same moment', async () => {
    const portal = await start([quotaOf('Wanted', 4)]);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        ask(portal, '/orders', 'Wanted', `wanted-${index}`),
      ),
    );
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 400);
    expect([taken.length, refused.length]).toEqual([4, 26]);
    for (const { body } of refused) {
      expect(body.error.fields).toMatchObject([{ field: 'quota' }]);
    }
    expect(await usedBy(portal, 'Wanted')).toBe(4);
  });

  it('leave it to the name when the same is ordered twice at the same moment', async () => {
    const portal = await start([quotaOf('Named', 1)]);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(portal, '/orders', 'Named', 'named')),
    );
    const taken = answers.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(1);
    for (const answer of answers.filter(each => !taken.includes(each))) {
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { fields: [{ field: 'name' }] } },
      });
    }
  });
});
