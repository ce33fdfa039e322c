import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { useReplicas } from '../__testUtils__/replicas';
import { OrderPortal } from '../__testUtils__/orderPortal';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const OPERATOR = 'platform-engineer';

describe.each(databases.eachId)(
  'a termination that leaves resources behind, %s',
  databaseId => {
    const world = useReplicas(databases, databaseId);
    let portal: OrderPortal;

    beforeEach(async () => {
      portal = await world.start();
    });

    async function launch(): Promise<OrderDetail> {
      return portal.finish((await world.orderBucket(portal)).id);
    }

    const terminationOf = (
      { provisionedProduct }: OrderDetail,
      options: object = {},
    ) => ({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: provisionedProduct.id,
      ...options,
    });

    it('is for operators, who say why', async () => {
      const launched = await launch();
      const request = terminationOf(launched, { retainResources: true });
      const refused = await portal.post('/orders', request, 'payments-dev');
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain('Only the people who run');

      const silent = await portal.post(
        '/orders',
        { ...request, reason: '  ' },
        OPERATOR,
      );
      expect(silent.status).toBe(400);
      expect(silent.body.error.fields).toMatchObject([{ field: 'reason' }]);

      const preview = await portal.post('/orders/preview', request, OPERATOR);
      expect(preview.body).toMatchObject({
        acceptable: false,
        problems: [{ field: 'reason' }],
      });
      const path = `/provisioned-products/sandbox/${launched.provisionedProduct.id}`;
      const shown = async (user: string) =>
        (await portal.get(path, user)).body.actions;
      expect(await shown('payments-dev')).not.toHaveProperty('abandon');
      expect(await shown(OPERATOR)).toMatchObject({
        abandon: { allowed: true },
      });
    });

    it('retains the stack, and says so to everybody', async () => {
      const launched = await launch();
      const reason = 'Another portal takes it over';
      const order = await portal.order(
        terminationOf(launched, { retainResources: true, reason }),
        OPERATOR,
      );
      const done = await portal.finish(order.id);
      expect(done).toMatchObject({
        state: 'succeeded',
        termination: { retainResources: true, ignoreErrors: false, reason },
      });
      expect(done.events[0].message).toContain(
        `Its resources stay in AWS: ${reason}.`,
      );
      expect(portal.told.audit).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            eventId: 'order-place',
            meta: expect.objectContaining({ retainResources: true, reason }),
          }),
          expect.objectContaining({
            eventId: 'order-event',
            meta: expect.objectContaining({
              orderId: order.id,
              retainResources: true,
              reason,
            }),
          }),
        ]),
      );
      expect(await world.listResults(portal, launched)).toEqual([]);
      const { digest } = await portal.read(order.id);
      const usual = await launch();
      const other = await portal.order(terminationOf(usual), OPERATOR);
      expect(other.digest).not.toBe(digest);
      expect(other).not.toHaveProperty('termination');
    });

    it('gets rid of what cannot be terminated otherwise, tainted as it is', async () => {
      const launched = await launch();
      world.emulator.faults.add({
        kind: 'terminateFailure',
        reason: 'The bucket is not empty',
      });
      const order = await portal.order(terminationOf(launched));
      const failed = await portal.finish(order.id);
      expect(failed).toMatchObject({
        state: 'failed',
        failure: {
          message: expect.stringContaining('The bucket is not empty'),
          retryable: true,
        },
        remains: [
          {
            logicalId: 'Bucket',
            type: 'AWS::S3::Bucket',
            physicalId: expect.any(String),
            status: 'DELETE_FAILED',
          },
        ],
      });
      const [left] = await world.listResults(portal, launched);
      expect(left.status).toBe('TAINTED');

      const retried = await portal.post(
        `/orders/${order.id}/retry`,
        { digest: failed.digest },
        'payments-dev',
      );
      expect(retried.status).toBe(202);
      expect(await portal.finish(order.id)).toMatchObject({
        state: 'failed',
        attempt: 2,
      });

      const forced = await portal.order(
        terminationOf(launched, {
          ignoreErrors: true,
          reason: 'It is emptied by hand.',
        }),
        OPERATOR,
      );
      expect(await portal.finish(forced.id)).toMatchObject({
        state: 'succeeded',
      });
      expect(await world.listResults(portal, launched)).toEqual([]);
    });

    it('is tried again by nobody but operators', async () => {
      const launched = await launch();
      world.emulator.faults.add({ kind: 'terminateFailure', count: 1 });
      const order = await portal.order(
        terminationOf(launched, { ignoreErrors: true, reason: 'It is stuck' }),
        OPERATOR,
      );
      world.emulator.faults.add({
        operation: 'TerminateProvisionedProduct',
        kind: 'error',
        name: 'ResourceNotFoundException',
        count: 1,
      });
      const failed = await portal.finish(order.id);
      expect(failed).toMatchObject({
        state: 'failed',
        actions: { retry: { allowed: false } },
      });
      expect((await portal.read(order.id, OPERATOR)).actions.retry).toEqual({
        allowed: true,
      });
    });
  },
);

describe.each(databases.eachId)('a new name, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  it('is refused, because AWS renames nothing', async () => {
    const portal = await world.start();
    const launched = await portal.finish((await world.orderBucket(portal)).id);
    const { id, name } = launched.provisionedProduct;
    const rename = (to: string) =>
      portal.post(
        '/orders',
        {
          kind: 'update',
          target: 'sandbox',
          provisionedProductId: id,
          name: to,
          parameters: { Purpose: 'changed' },
        },
        'payments-dev',
      );
    const refused = await rename('better');
    expect(refused.status).toBe(400);
    expect(refused.body.error.fields).toEqual([
      {
        field: 'name',
        message: `AWS renames nothing: it stays ${name}. Order it anew under the other name, and terminate this one.`,
      },
    ]);
    expect((await rename(name)).status).toBe(202);
  });
});
