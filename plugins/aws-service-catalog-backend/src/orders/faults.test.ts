import { Fault } from 'service-catalog-emulator';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe('orders when AWS has trouble', () => {
  const world = useReplicas(databases, 'SQLITE_3');
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  const countOf = (operation: string) =>
    world.emulator.calls.count({ operation });

  it.each<{ reason: string; fault: Fault; sends: number }>([
    { reason: 'throttles', fault: { kind: 'throttle', count: 2 }, sends: 3 },
    { reason: 'is down', fault: { kind: 'http503', count: 3 }, sends: 4 },
    { reason: 'answers HTML', fault: { kind: 'html503', count: 1 }, sends: 2 },
    {
      reason: 'resets the connection before it accepts',
      fault: { kind: 'resetBefore', count: 1 },
      sends: 2,
    },
    {
      reason: 'resets the connection after it has accepted',
      fault: { kind: 'resetAfter', count: 1 },
      sends: 1,
    },
    {
      reason: 'breaks off its answer',
      fault: { kind: 'truncated', count: 1 },
      sends: 1,
    },
    {
      reason: 'is slow',
      fault: { kind: 'slow', delayMilliseconds: 300, count: 1 },
      sends: 1,
    },
  ])('launches once when AWS $reason', async ({ fault, sends }) => {
    const order = await world.orderBucket(portal);
    world.emulator.faults.add({ ...fault, operation: 'ProvisionProduct' });
    const done = await portal.finish(order.id);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(countOf('ProvisionProduct')).toBe(sends);
    expect(await world.listResults(portal, order)).toHaveLength(1);
    const { token, types } = await world.readStored(order.id);
    expect(token).toBe(`${order.id}-1`);
    expect(types).toContain('succeeded');
    expect(types).not.toContain('retried');
  });

  it('says that AWS does not answer, and goes on when it does', async () => {
    const order = await world.orderBucket(portal);
    world.emulator.faults.add({ kind: 'throttle' });
    for (let round = 0; round < 4; round++) {
      await portal.tick(90);
    }
    const delayed = await portal.read(order.id);
    expect(delayed).toMatchObject({
      state: 'queued',
      actions: { cancel: { allowed: true } },
    });
    expect(delayed.events).toMatchObject([
      { type: 'ordered' },
      {
        type: 'delayed',
        message: expect.stringMatching(/The portal keeps trying/),
      },
    ]);
    world.emulator.faults.clear();
    await portal.tick(300);
    expect((await portal.finish(order.id)).state).toBe('succeeded');
  });

  const rejectedCredentials: Fault = {
    kind: 'error',
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  };
  it.each<{ reason: string; fault: Fault; says: RegExp; state: string }>([
    {
      reason: 'AWS does not say whose the credentials are',
      fault: { kind: 'accessDenied', operation: 'GetCallerIdentity' },
      says: /not authorized to perform: .*GetCallerIdentity/,
      state: 'queued',
    },
    {
      reason: 'AWS does not know the credentials',
      fault: rejectedCredentials,
      says: /AWS does not accept the portal's credentials/,
      state: 'queued',
    },
    {
      reason: 'the portal may not look up launch paths',
      fault: { kind: 'accessDenied', operation: 'ListLaunchPaths' },
      says: /not authorized to perform: servicecatalog:ListLaunchPaths/,
      state: 'queued',
    },
    {
      reason: 'AWS does not know the credentials at the very moment of sending',
      fault: { ...rejectedCredentials, operation: 'ProvisionProduct' },
      says: /AWS does not accept the portal's credentials/,
      state: 'submitting',
    },
  ])('waits, and says why, when $reason', async ({ fault, says, state }) => {
    const order = await world.orderBucket(portal);
    world.emulator.faults.add(fault);
    // Over the time that a confirmed account is believed.
    await portal.tick(1000);
    for (let round = 0; round < 4; round++) {
      await portal.tick(400);
    }
    const waiting = await portal.read(order.id);
    expect(waiting.state).toBe(state);
    expect(
      waiting.events.filter(({ type }) => type === 'delayed'),
    ).toMatchObject([{ message: expect.stringMatching(says) }]);
    expect(await world.listResults(portal, order)).toEqual([]);
    world.emulator.faults.clear();
    await portal.tick(400);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
    });
  });

  it('never fails a running order for want of an answer', async () => {
    const order = await world.orderBucket(portal);
    await portal.tick();
    world.emulator.faults.add({ kind: 'accessDenied' });
    for (let round = 0; round < 6; round++) {
      await portal.tick(3600);
    }
    expect(await portal.read(order.id)).toMatchObject({ state: 'running' });
    world.emulator.faults.clear();
    await portal.tick(600);
    expect((await portal.finish(order.id)).state).toBe('succeeded');
  });

  it('leaves a target alone that throttles, and only that one', async () => {
    const busy = await world.orderBucket(portal);
    const free = await world.orderBucket(portal, { target: 'production' });
    world.emulator.faults.add({
      operation: 'ProvisionProduct',
      account: '111111111111',
      kind: 'throttle',
      retryAfterSeconds: 40,
      count: 1,
    });
    await portal.tick();
    world.emulator.calls.clear();
    await portal.tick(30);
    expect(world.emulator.calls.count({ accountId: '111111111111' })).toBe(0);
    expect((await portal.finish(free.id)).state).toBe('succeeded');
    await portal.tick(20);
    expect((await portal.finish(busy.id)).state).toBe('succeeded');
  });

  it('works on, while another target hangs', async () => {
    const slow = await world.orderBucket(portal);
    const quick = await world.orderBucket(portal, { target: 'production' });
    world.emulator.faults.add({
      operation: 'ListLaunchPaths',
      account: '111111111111',
      kind: 'slow',
      delayMilliseconds: 3_000,
      count: 1,
    });
    let hangs = true;
    const hanging = portal.runTasks('reconcile-orders-sandbox').then(() => {
      hangs = false;
    });
    let order = quick;
    for (let round = 0; round < 10 && order.state !== 'succeeded'; round++) {
      world.emulator.clock.advance(5);
      await portal.runTasks('reconcile-orders-production');
      order = await portal.read(quick.id);
    }
    expect({ state: order.state, hangs }).toEqual({
      state: 'succeeded',
      hangs: true,
    });
    await hanging;
    expect((await portal.finish(slow.id)).state).toBe('succeeded');
  });

  it('fails what AWS refuses, with a reason and nothing left behind', async () => {
    const order = await world.orderBucket(portal);
    world.emulator.faults.add({
      operation: 'ProvisionProduct',
      kind: 'error',
      name: 'LimitExceededException',
      message: 'You have reached the limit of 100 provisioned products.',
      count: 1,
    });
    const failed = await portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        code: 'LimitExceededException',
        message: 'You have reached the limit of 100 provisioned products.',
        advice: expect.stringMatching(/people who run the portal/),
        retryable: true,
      },
    });
    expect(failed.provisionedProduct.id).toBeUndefined();
    await portal.post(
      `/orders/${order.id}/retry`,
      { digest: order.digest },
      'payments-dev',
    );
    expect((await portal.finish(order.id)).state).toBe('succeeded');
    expect(countOf('TerminateProvisionedProduct')).toBe(0);
  });

  it('does not terminate what somebody repaired since the failure', async () => {
    world.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    const order = await world.orderBucket(portal);
    const failed = await portal.finish(order.id);
    // What it left is something that runs well by now.
    const { id } = (await portal.finish((await world.orderBucket(portal)).id))
      .provisionedProduct;
    await world
      .knex('orders')
      .where({ id: order.id })
      .update({ provisioned_product_id: id });
    await portal.post(
      `/orders/${order.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    const again = await portal.finish(order.id);
    expect(again).toMatchObject({
      state: 'failed',
      failure: { code: 'NameTaken' },
    });
    expect(countOf('TerminateProvisionedProduct')).toBe(0);
  });
});
