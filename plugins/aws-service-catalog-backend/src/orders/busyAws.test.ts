import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const MINUTE = 60;
/** As Control Tower's Account Factory says it. */
const BUSY =
  'Account Factory cannot complete an operation on this account, because another AWS Control Tower operation is in progress. Try again later.';
const refused = {
  kind: 'error',
  name: 'ResourceInUseException',
  message: BUSY,
} as const;
/** As it ends a record. */
const ended = `ResourceInUseException  ${BUSY}`;

describe.each(databases.eachId)('while AWS is busy, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [
      plainBucket,
      {
        name: 'Vault',
        versions: {
          v1: {
            Parameters: { Password: { Type: 'String', NoEcho: true } },
            Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
          },
        },
      },
    ],
  });
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  const countOf = (operation: string) =>
    world.emulator.calls.count({ operation });

  const tokenOf = async (id: string) => (await world.readStored(id)).token;

  it('waits, says why, and sends the same again', async () => {
    world.emulator.faults.add({
      ...refused,
      operation: 'ProvisionProduct',
      count: 2,
    });
    const order = await world.orderBucket(portal);
    await portal.tick();
    const since = new Date(world.emulator.clock.now()).toISOString();
    const waiting = await portal.read(order.id);
    expect(waiting).toMatchObject({
      state: 'queued',
      attempt: 1,
      actions: { cancel: { allowed: true } },
      waiting: {
        reason: 'aws',
        message: BUSY,
        since,
        until: new Date(
          Date.parse(since) + 4 * 60 * MINUTE * 1000,
        ).toISOString(),
      },
    });
    await portal.tick(20);
    expect(countOf('ProvisionProduct')).toBe(1);
    expect(await tokenOf(order.id)).toBe(`${order.id}-1`);
    await portal.tick(MINUTE);
    expect((await portal.read(order.id)).waiting).toEqual(waiting.waiting);
    await portal.tick(2 * MINUTE);
    const done = await portal.finish(order.id);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(done).not.toHaveProperty('waiting');
    expect(countOf('ProvisionProduct')).toBe(3);
    expect(await tokenOf(order.id)).toBe(`${order.id}-1`);
    expect((await world.readStored(order.id)).types).toEqual([
      'ordered',
      'submitted',
      'postponed',
      'submitted',
      'postponed',
      'submitted',
      'running',
      'succeeded',
    ]);
    expect(await world.listResults(portal, order)).toHaveLength(1);
  });

  it('begins anew when AWS had accepted it, and ended it for that', async () => {
    world.emulator.faults.add({
      kind: 'provisionFailure',
      reason: ended,
      count: 1,
    });
    const order = await world.orderBucket(portal);
    await portal.tick();
    await portal.tick(30);
    expect(await portal.read(order.id)).toMatchObject({
      state: 'queued',
      attempt: 2,
      waiting: { reason: 'aws', message: expect.stringContaining(BUSY) },
    });
    expect((await world.listResults(portal, order))[0].status).toBe('ERROR');
    await portal.tick(MINUTE);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
    });
    expect(await tokenOf(order.id)).toBe(`${order.id}-2`);
    expect(countOf('TerminateProvisionedProduct')).toBe(1);
    expect(await world.listResults(portal, order)).toMatchObject([
      { status: 'AVAILABLE' },
    ]);
  });

  it('fails what takes secrets that are wiped, for somebody to give them again', async () => {
    world.emulator.faults.add({
      kind: 'provisionFailure',
      reason: ended,
      count: 1,
    });
    const order = await portal.order(
      await portal.launchOf('Vault', {
        name: 'vault',
        parameters: { Password: 'correct-horse' },
      }),
    );
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringContaining(BUSY), retryable: true },
      actions: { retry: { allowed: true } },
    });
  });

  it.each(['update', 'terminate'] as const)(
    'waits with an order to %s, also when an answer was lost before',
    async kind => {
      const launched = await portal.finish(
        (
          await world.orderBucket(portal)
        ).id,
      );
      const operation =
        kind === 'update'
          ? 'UpdateProvisionedProduct'
          : 'TerminateProvisionedProduct';
      world.emulator.faults.add({ kind: 'resetBefore', operation, count: 1 });
      world.emulator.calls.clear();
      const order = await portal.order({
        kind,
        target: 'sandbox',
        provisionedProductId: launched.provisionedProduct.id,
        ...(kind === 'update' && { parameters: { Purpose: 'changed' } }),
      });
      await portal.tick();
      world.emulator.faults.add({ ...refused, operation, count: 1 });
      await portal.tick(10);
      // AWS may have taken the first call, and is refusing because of it: that is looked for first.
      expect((await portal.read(order.id)).state).toBe('submitting');
      await portal.tick(6 * MINUTE);
      expect(await portal.read(order.id)).toMatchObject({
        state: 'queued',
        waiting: { reason: 'aws' },
      });
      await portal.tick(MINUTE);
      expect(await portal.finish(order.id)).toMatchObject({
        state: 'succeeded',
        attempt: 1,
      });
      expect(await tokenOf(order.id)).toBe(`${order.id}-1`);
      expect(countOf(operation)).toBe(3);
    },
  );

  it('gives up after as long as is configured', async () => {
    const config = orderPortalConfig(world.emulator.url);
    await portal.stop();
    portal = await world.start({
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as object),
          reconcile: { busyTimeout: { minutes: 10 } },
        },
      },
    });
    world.emulator.faults.add({ ...refused, operation: 'ProvisionProduct' });
    const order = await world.orderBucket(portal);
    for (let minute = 0; minute < 9; minute++) {
      await portal.tick(MINUTE);
    }
    expect((await portal.read(order.id)).state).toBe('queued');
    for (let minute = 0; minute < 16; minute++) {
      await portal.tick(MINUTE);
    }
    expect(await portal.read(order.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'ResourceInUseException',
        message: BUSY,
        retryable: true,
      },
      actions: { retry: { allowed: true } },
    });
    expect(await portal.read(order.id)).not.toHaveProperty('waiting');
  });
});
