import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestTargets } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';
import { terminateProvisionedProduct } from '../aws';

jest.setTimeout(120_000);

const databases = createTestDatabases();

/** Ahead of AWS by more than clocks that are kept in step, by less than AWS refuses. */
const AHEAD = { clockAheadSeconds: 120 };

describe.each(databases.eachId)('a call that is made again, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  const countOf = (operation: string) =>
    world.emulator.calls.count({ operation });

  async function launch(portal: OrderPortal): Promise<OrderDetail> {
    return portal.finish((await world.orderBucket(portal)).id);
  }

  async function orderChange(
    portal: OrderPortal,
    kind: 'update' | 'terminate',
    { provisionedProduct }: OrderDetail,
  ): Promise<OrderDetail> {
    return portal.order({
      kind,
      target: 'sandbox',
      provisionedProductId: provisionedProduct.id,
      ...(kind === 'update' && { parameters: { Purpose: 'changed' } }),
    });
  }

  /** Terminates something behind the portal's back. */
  async function terminate({ provisionedProduct }: OrderDetail) {
    await terminateProvisionedProduct(
      createTestTargets(world.emulator).get('sandbox'),
      { token: 'other', provisionedProductId: provisionedProduct.id ?? '' },
    );
    world.emulator.clock.advance(3600);
  }

  it('finds its termination although the clocks differ', async () => {
    const killed = await world.start(AHEAD);
    const launched = await launch(killed);
    const order = await orderChange(killed, 'terminate', launched);
    killed.crashAt('sent');
    await killed.tick();

    const next = await world.start(AHEAD);
    await next.tick(20);
    expect(await next.finish(order.id)).toMatchObject({
      state: 'succeeded',
      record: { status: 'SUCCEEDED' },
    });
    expect(await world.listResults(next, launched)).toEqual([]);
  });

  it('finds its update although the clocks differ and AWS refuses to update twice', async () => {
    const killed = await world.start(AHEAD);
    const order = await orderChange(killed, 'update', await launch(killed));
    killed.crashAt('sent');
    await killed.tick();

    world.emulator.faults.add({
      operation: 'UpdateProvisionedProduct',
      kind: 'error',
      name: 'InvalidStateException',
      message: 'It is under change.',
      count: 1,
    });
    const next = await world.start(AHEAD);
    await next.tick(20);
    const done = await next.finish(order.id);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(done.events).toMatchObject([
      { type: 'ordered' },
      { type: 'submitted' },
      {
        type: 'delayed',
        message: expect.stringMatching(/It is under change\. .*earlier/),
      },
      { type: 'running' },
      { type: 'succeeded' },
    ]);
    expect(done.outputs).toContainEqual(
      expect.objectContaining({ key: 'Purpose', value: 'changed' }),
    );
  });

  it('finds its launch when AWS says that the name is taken before it shows by whom', async () => {
    const portal = await world.start();
    const order = await world.orderBucket(portal);
    world.emulator.faults.add({
      operation: 'ProvisionProduct',
      kind: 'resetAfter',
      count: 1,
    });
    await portal.tick();
    world.emulator.faults.add({
      operation: 'ProvisionProduct',
      kind: 'error',
      name: 'InvalidParametersException',
      message: 'A stack named it already exists.',
    });
    world.emulator.faults.add({
      operation: 'DescribeProvisionedProduct',
      kind: 'error',
      name: 'ResourceNotFoundException',
      count: 4,
    });
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
    });
    // Once it was refused it is only looked for.
    expect(countOf('ProvisionProduct')).toBe(2);
    expect(await world.listResults(portal, order)).toHaveLength(1);
  });

  it('finds the termination of a remnant although the clocks differ', async () => {
    const killed = await world.start(AHEAD);
    world.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    const failed = await launch(killed);
    await killed.post(
      `/orders/${failed.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    killed.crashAt('remnant-sent');
    await killed.tick();

    world.emulator.faults.add({
      operation: 'TerminateProvisionedProduct',
      kind: 'error',
      name: 'InvalidStateException',
      count: 1,
    });
    const next = await world.start(AHEAD);
    await next.tick(20);
    expect(await next.finish(failed.id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
    });
    expect(await world.listResults(next, failed)).toHaveLength(1);
  });

  it.each([
    { answer: 'at once', repeats: false },
    { answer: 'after an answer that was lost', repeats: true },
  ])(
    'fails a termination $answer when AWS knows nothing to terminate',
    async ({ repeats }) => {
      const portal = await world.start();
      const launched = await launch(portal);
      await terminate(launched);
      const order = await orderChange(portal, 'terminate', launched);
      if (repeats) {
        world.emulator.faults.add({
          operation: 'TerminateProvisionedProduct',
          kind: 'resetBefore',
          count: 1,
        });
      }
      world.emulator.calls.clear();
      for (let round = 0; round < 5; round++) {
        await portal.tick(200);
      }
      const failed = await portal.read(order.id);
      const { name } = launched.provisionedProduct;
      expect(failed).toMatchObject({
        state: 'failed',
        failure: {
          code: 'ResourceNotFoundException',
          message: `AWS does not know ${name}: it is gone already, or the portal has lost its access to it.`,
          retryable: true,
        },
      });
      expect(countOf('TerminateProvisionedProduct')).toBe(repeats ? 2 : 1);
      // Our copy is brought up to date: whether it is there is AWS's to say.
      expect(countOf('SearchProvisionedProducts')).toBe(1);
    },
  );

  it('fails in the end when AWS shows nothing that it has taken', async () => {
    const portal = await world.start();
    const order = await world.orderBucket(portal);
    world.emulator.faults.add({
      operation: 'ProvisionProduct',
      kind: 'resetBefore',
      count: 1,
    });
    world.emulator.faults.add({
      operation: 'ProvisionProduct',
      kind: 'error',
      name: 'InvalidParametersException',
      message: 'A stack named it already exists.',
    });
    await portal.tick();
    await portal.tick(240);
    expect((await portal.read(order.id)).state).toBe('submitting');
    await portal.tick(120);
    await portal.tick(240);
    expect(await portal.read(order.id)).toMatchObject({
      state: 'failed',
      failure: { message: 'A stack named it already exists.' },
    });
    expect(countOf('ProvisionProduct')).toBe(2);
  });
});
