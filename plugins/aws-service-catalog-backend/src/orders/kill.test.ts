import { randomUUID } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  isFinalOrderState,
  OrderDetail,
  OrderKind,
  OrderRequest,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { TestEmulator } from '../__testUtils__/emulator';
import {
  poll,
  PortalProcess,
  startPortalProcess,
} from '../__testUtils__/portalProcess';
import {
  createProcessWorld,
  ProcessWorld,
} from '../__testUtils__/processWorld';
import { plainBucket } from '../__testUtils__/replicas';
import { findBrokenEvent } from './eventChain';
import { OrderStore } from './OrderStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';
import { StepBoundary } from './stepBoundaries';

jest.setTimeout(120_000);

/** Seconds that pass in one: a launch takes 20, a claim outlives its holder by 15. */
const SPEED = 40;

const USER = 'user:default/payments-dev';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** What the emulator shows of an account. */
type Account = {
  accountId: string;
  provisionedProducts: { id: string; name: string; idempotencyToken: string }[];
  records: { type: string; provisionedProductName: string }[];
};

const calls: Record<OrderKind, { operation: string; recordType: string }> = {
  provision: {
    operation: 'ProvisionProduct',
    recordType: 'PROVISION_PRODUCT',
  },
  update: {
    operation: 'UpdateProvisionedProduct',
    recordType: 'UPDATE_PROVISIONED_PRODUCT',
  },
  terminate: {
    operation: 'TerminateProvisionedProduct',
    recordType: 'TERMINATE_PROVISIONED_PRODUCT',
  },
  renew: { operation: 'none', recordType: 'none' },
  'service-action': {
    operation: 'ExecuteProvisionedProductServiceAction',
    recordType: 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION',
  },
  import: {
    operation: 'ImportAsProvisionedProduct',
    recordType: 'IMPORT_PROVISIONED_PRODUCT',
  },
  repair: {
    operation: 'UpdateProvisionedProductProperties',
    recordType: 'UPDATE_PROVISIONED_PRODUCT_PROPERTIES',
  },
};

describe('a process that is killed with SIGKILL', () => {
  const store = new OrderStore(new OrderSecretStore(new SecretBox([])));
  let world: ProcessWorld;
  let knex: Knex;
  let emulator: TestEmulator;
  let running: PortalProcess | undefined;
  let launched: OrderDetail;

  /** The process that runs, started again if it does not. */
  async function start(): Promise<PortalProcess> {
    if (!running?.isAlive()) {
      running = await startPortalProcess(world.bundle, world.options);
    }
    return running;
  }

  async function findBucket(): Promise<Product> {
    const portal = await start();
    return poll('the first sync', async () => {
      const { body } = await portal.get('/products?target=sandbox&name=Bucket');
      return body.items[0] as Product | undefined;
    });
  }

  const launchOf = async (name: string) => ({
    kind: 'provision' as const,
    target: 'sandbox',
    productId: (await findBucket()).id,
    name,
    parameters: { Purpose: 'invoices' },
    requestToken: randomUUID(),
  });

  async function order(request: object): Promise<OrderDetail> {
    const portal = await start();
    const response = await portal.post('/orders', request);
    expect(response).toMatchObject({ status: 202 });
    return response.body;
  }

  async function finish({ id }: OrderDetail): Promise<OrderDetail> {
    const portal = await start();
    return poll(`the end of order ${id}`, async () => {
      const { body } = await portal.get(`/orders/${id}`);
      return isFinalOrderState(body.state) ? body : undefined;
    });
  }

  /** An order as the database has it, its timeline checked for gaps and changes. */
  async function readStored(requestToken: string) {
    const stored = await store.findByRequestToken(knex, USER, requestToken);
    if (!stored) {
      throw new Error(`There is no order of request ${requestToken}`);
    }
    const events = await store.listEvents(knex, stored.id);
    expect(findBrokenEvent(events, stored.chainEnd)).toBeUndefined();
    return { ...stored, types: events.map(({ type }) => type) };
  }

  /** What AWS has of a name: what runs, and the records of all that was ever done. */
  async function lookIntoAws(name: string) {
    const response = await fetch(`${emulator.url}/_emulator/state`);
    const { accounts }: { accounts: Account[] } = await response.json();
    return {
      provisionedProducts: accounts
        .flatMap(({ provisionedProducts }) => provisionedProducts)
        .filter(found => found.name === name),
      recordTypes: accounts
        .flatMap(({ records }) => records)
        .filter(record => record.provisionedProductName === name)
        .map(({ type }) => type),
    };
  }

  /**
   * Places an order with a process that dies at the boundary; the next one has to bring it to its end.
   *
   * @param options.callsAfterwards - how often AWS is called until then
   */
  async function surviveKill(options: {
    boundary: StepBoundary;
    request: OrderRequest & { requestToken: string };
    beforeRestart?: () => void;
    callsAfterwards?: number;
  }) {
    const { boundary, request, callsAfterwards = 1 } = options;
    const { operation } = calls[request.kind];
    const countCalls = () => emulator.calls.count({ operation });
    emulator.calls.clear();
    const killed = await start();
    await killed.killAt(boundary);
    const answer = killed.post('/orders', request).catch(() => 'lost');
    expect(await killed.ended()).toBe('SIGKILL');
    await answer;

    const left = await readStored(request.requestToken);
    expect(left).toMatchObject({
      state: boundary === 'noted' ? 'running' : 'submitting',
      token: expect.any(String),
    });
    expect(countCalls()).toBe(boundary === 'token-saved' ? 0 : 1);

    options.beforeRestart?.();
    // Who did not get an answer asks again.
    const repeated = await order(request);
    expect(repeated.id).toBe(left.id);
    const done = await finish(repeated);
    expect(done).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(countCalls()).toBe(callsAfterwards);
    expect(await readStored(request.requestToken)).toMatchObject({
      token: left.token,
      types: ['ordered', 'submitted', 'running', 'succeeded'],
    });
    expect(
      await knex('order_records').where({ order_id: left.id }),
    ).toHaveLength(1);
    return { done, token: left.token };
  }

  beforeAll(async () => {
    world = await createProcessWorld({
      databases,
      databaseId: 'SQLITE_3',
      products: { sandbox: [plainBucket], production: [plainBucket] },
      speed: SPEED,
    });
    ({ knex, emulator } = world);
    launched = await finish(await order(await launchOf('launched-before')));
  });

  afterAll(async () => {
    await running?.kill();
    await world?.close();
  });

  it.each(['token-saved', 'sent', 'noted'] as const)(
    'at %s leaves one provisioned product, and an order that succeeds',
    async boundary => {
      const request = await launchOf(`killed-at-${boundary}`);
      const { done, token } = await surviveKill({ boundary, request });
      expect(await lookIntoAws(request.name)).toMatchObject({
        provisionedProducts: [
          { id: done.provisionedProduct.id, idempotencyToken: token },
        ],
        recordTypes: ['PROVISION_PRODUCT'],
      });
    },
  );

  it('before AWS shows what it has accepted makes the same call again', async () => {
    const request = await launchOf('out-of-sight');
    const { done, token } = await surviveKill({
      boundary: 'sent',
      request,
      beforeRestart: () =>
        emulator.faults.add({
          kind: 'error',
          operation: 'DescribeProvisionedProduct',
          name: 'ResourceNotFoundException',
          message: 'Not found.',
          count: 1,
        }),
      callsAfterwards: 2,
    });
    // With another token AWS would have refused the name that is taken.
    expect(await lookIntoAws(request.name)).toMatchObject({
      provisionedProducts: [
        { id: done.provisionedProduct.id, idempotencyToken: token },
      ],
      recordTypes: ['PROVISION_PRODUCT'],
    });
  });

  it.each([
    {
      change: { kind: 'update', parameters: { Purpose: 'changed' } },
      left: 1,
    },
    { change: { kind: 'terminate' }, left: 0 },
  ] as const)(
    'when AWS has accepted an order to $change.kind finds its record',
    async ({ change, left }) => {
      const { id = '', name } = launched.provisionedProduct;
      const before = await lookIntoAws(name);
      await surviveKill({
        boundary: 'sent',
        request: {
          ...change,
          target: 'sandbox',
          provisionedProductId: id,
          requestToken: randomUUID(),
        },
      });
      const after = await lookIntoAws(name);
      expect(after.provisionedProducts).toHaveLength(left);
      expect(after.recordTypes).toEqual([
        ...before.recordTypes,
        calls[change.kind].recordType,
      ]);
    },
  );
});
