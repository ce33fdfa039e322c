import { Knex } from 'knex';
import {
  OrderDetail,
  ProvisionedProduct,
  ProvisionOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { findBrokenEvent } from '../orders/eventChain';
import { OrderStore } from '../orders/OrderStore';
import { OrderSecretStore } from '../orders/secrets/OrderSecretStore';
import { SecretBox } from '../orders/secrets/SecretBox';
import { createTestDatabases } from './databases';
import { startEmulator, TestEmulator } from './emulator';
import { component } from './entities';
import { OrderPortal, startOrderPortal } from './orderPortal';
import { SeededProduct } from './seed';

/** A product with one parameter, and an output that shows its value. */
export const plainBucket: SeededProduct = {
  name: 'Bucket',
  versions: {
    v1: {
      Parameters: { Purpose: { Type: 'String', Default: 'none' } },
      Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
      Outputs: { Purpose: { Value: { Ref: 'Purpose' } } },
    },
  },
};

let count = 0;

/**
 * A database and an emulator for all tests of a `describe`, and as many replicas of the plugin on them as each test starts.
 *
 * @param products - default: a plain bucket in both targets
 */
export function useReplicas(
  databases: ReturnType<typeof createTestDatabases>,
  databaseId: Parameters<typeof databases.init>[0],
  products: Parameters<typeof startEmulator>[0] = {
    sandbox: [plainBucket],
    production: [plainBucket],
  },
) {
  const store = new OrderStore(new OrderSecretStore(new SecretBox([])));
  const started: OrderPortal[] = [];
  let knex: Knex;
  let emulator: TestEmulator;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    emulator = await startEmulator(products);
  });
  beforeEach(() => emulator.calls.clear());
  afterEach(async () => {
    emulator.faults.clear();
    await Promise.all(started.splice(0).map(replica => replica.stop()));
  });
  afterAll(() => emulator?.close());

  return {
    get knex() {
      return knex;
    },
    get emulator() {
      return emulator;
    },
    /** @param options - replace what every replica has in common */
    async start(
      options: Partial<Parameters<typeof startOrderPortal>[0]> = {},
    ): Promise<OrderPortal> {
      const replica = await startOrderPortal({
        knex,
        emulator,
        entities: [component('payments-api', 'group:default/team-payments')],
        ...options,
      });
      started.push(replica);
      return replica;
    },
    /** Orders a bucket of a name of its own. */
    async orderBucket(
      replica: OrderPortal,
      changes: Partial<ProvisionOrderRequest> = {},
    ): Promise<OrderDetail> {
      count += 1;
      return replica.order(
        await replica.launchOf('Bucket', {
          name: `bucket-${count}`,
          parameters: { Purpose: 'invoices' },
          ...changes,
        }),
      );
    },
    /** What AWS has of an order's name, after a sync. */
    async listResults(
      replica: OrderPortal,
      order: OrderDetail,
    ): Promise<ProvisionedProduct[]> {
      await replica.sync(order.target);
      const { name } = order.provisionedProduct;
      const { body } = await replica.get(
        `/provisioned-products?search=${name}&limit=100`,
      );
      return body.items.filter(
        (item: ProvisionedProduct) => item.name === name,
      );
    },
    /** The order as it is stored, its timeline checked for gaps and changes. */
    async readStored(id: string) {
      const order = await store.find(knex, id);
      const events = await store.listEvents(knex, id);
      expect(order && findBrokenEvent(events, order.chainEnd)).toBeUndefined();
      return { ...order, types: events.map(({ type }) => type) };
    },
  };
}
