import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal } from '../__testUtils__/orderPortal';
import {
  NEW_ROLE,
  repairOf,
  SET_PROPERTIES,
  SUCCESSOR,
} from '../__testUtils__/repairs';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const OPERATOR = 'platform-engineer';

describe.each(databases.eachId)('the call of a repair, %s', databaseId => {
  const world = useReplicas(databases, databaseId);
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  const launch = async (): Promise<OrderDetail> =>
    portal.finish((await world.orderBucket(portal)).id);

  const pathOf = ({ provisionedProduct: { id } }: OrderDetail) =>
    `/provisioned-products/sandbox/${id}`;

  const countCalls = () =>
    world.emulator.calls.count({ operation: SET_PROPERTIES });

  it('is refused by AWS for a reason that is told, and made again', async () => {
    const launched = await launch();
    world.emulator.faults.add({
      operation: SET_PROPERTIES,
      kind: 'error',
      name: 'InvalidParametersException',
      message: 'Role launch-again cannot be assumed',
      count: 1,
    });
    const order = await portal.order(
      repairOf(launched, { launchRole: NEW_ROLE }),
      OPERATOR,
    );
    const failed = await portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        code: 'InvalidParametersException',
        message: expect.stringContaining('Role launch-again cannot be assumed'),
        retryable: true,
      },
    });
    expect((await portal.get(pathOf(launched))).body.status).toBe('AVAILABLE');
    await portal.post(
      `/orders/${order.id}/retry`,
      { digest: failed.digest },
      OPERATOR,
    );
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
    });
  });

  it.each(['sent', 'token-saved'] as const)(
    'is made once when the replica stops at %s',
    async boundary => {
      const launched = await launch();
      const order = await portal.order(
        repairOf(launched, { awsOwner: SUCCESSOR }),
        OPERATOR,
      );
      portal.crashAt(boundary);
      await portal.tick();
      portal = await world.start();
      await portal.tick(20);
      expect((await portal.finish(order.id)).state).toBe('succeeded');
      expect(countCalls()).toBe(1);
      const records = await portal.get(`${pathOf(launched)}/records`);
      expect(records.body.items[0]).toMatchObject({
        type: 'UPDATE_PROVISIONED_PRODUCT_PROPERTIES',
        orderId: order.id,
      });
    },
  );

  it.each([
    ['resetAfter', 1],
    ['resetBefore', 2],
  ] as const)(
    'changes something once although it ends with %s',
    async (kind, calls) => {
      const launched = await launch();
      const order = await portal.order(
        repairOf(launched, { launchRole: NEW_ROLE }),
        OPERATOR,
      );
      world.emulator.faults.add({ operation: SET_PROPERTIES, kind, count: 1 });
      expect((await portal.finish(order.id)).state).toBe('succeeded');
      expect(countCalls()).toBe(calls);
      const records = await portal.get(`${pathOf(launched)}/records`);
      expect(records.body.items).toHaveLength(2);
    },
  );
});
