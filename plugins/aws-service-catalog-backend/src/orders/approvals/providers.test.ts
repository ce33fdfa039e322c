import { createBackendModule } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import {
  ApprovalProvider,
  ApprovalRequest,
  awsServiceCatalogApprovalExtensionPoint,
  PolicyFacts,
  PolicyProvider,
  ProvidedDecision,
} from 'backstage-plugin-aws-service-catalog-node';
import { createTestDatabases } from '../../__testUtils__/databases';
import { component } from '../../__testUtils__/entities';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { useReplicas } from '../../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

/** A change management tool as a module would connect it. */
class ChangeManagement implements ApprovalProvider {
  readonly id = 'changes';
  readonly asked: ApprovalRequest[] = [];
  answer: ProvidedDecision | Error = { status: 'pending' };

  async getDecision(request: ApprovalRequest): Promise<ProvidedDecision> {
    this.asked.push(request);
    if (this.answer instanceof Error) {
      throw this.answer;
    }
    return this.answer;
  }
}

const moduleOf = (added: {
  approvalProvider?: ApprovalProvider;
  policyProvider?: PolicyProvider;
}) =>
  createBackendModule({
    pluginId: 'aws-service-catalog',
    moduleId: 'test',
    register(env) {
      env.registerInit({
        deps: { approval: awsServiceCatalogApprovalExtensionPoint },
        async init({ approval }) {
          if (added.approvalProvider) {
            approval.addApprovalProvider(added.approvalProvider);
          }
          if (added.policyProvider) {
            approval.setPolicyProvider(added.policyProvider);
          }
        },
      });
    },
  });

describe('approval extensions', () => {
  const world = useReplicas(databases, 'SQLITE_3');

  function start(
    approval: JsonObject,
    added: Parameters<typeof moduleOf>[0],
  ): Promise<OrderPortal> {
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    return world.start({
      entities: [component('payments-api', 'group:default/team-payments')],
      config: { ...config, awsServiceCatalog: { ...plugin, approval } },
      features: [moduleOf(added)],
    });
  }

  describe('another system that decides', () => {
    let changes: ChangeManagement;
    let portal: OrderPortal;
    let order: OrderDetail;

    beforeEach(async () => {
      changes = new ChangeManagement();
      portal = await start(
        { default: { provider: 'changes', timeout: { hours: 1 } } },
        { approvalProvider: changes },
      );
      order = await world.orderBucket(portal);
    });

    it('is told of the order at once, and asked until it has decided', async () => {
      await portal.tick();
      expect(changes.asked).toEqual([
        expect.objectContaining({
          orderId: order.id,
          digest: order.digest,
          policy: 'default',
          provisionedProductName: order.provisionedProduct.name,
          dueAt: order.approval?.dueAt,
          facts: expect.objectContaining({
            owner: 'group:default/team-payments',
            requester: 'user:default/payments-dev',
            parameters: { Purpose: 'invoices' },
          }),
        }),
      ]);
      await portal.tick(29);
      expect(changes.asked).toHaveLength(1);
      changes.answer = { status: 'approved', by: 'CHG0031 by Ann' };
      await portal.tick(1);
      expect(await portal.read(order.id)).toMatchObject({
        approval: {
          decisions: [{ by: 'CHG0031 by Ann', decision: 'approved' }],
        },
      });
      expect((await portal.finish(order.id)).state).toBe('succeeded');
    });

    it('rejects with a reason', async () => {
      changes.answer = { status: 'rejected', by: 'Ann', reason: 'freeze' };
      await portal.tick();
      const rejected = await portal.read(order.id);
      expect(rejected.state).toBe('rejected');
      expect(rejected.events.at(-1)?.message).toBe(
        'It was rejected by Ann: freeze',
      );
    });

    it('cannot be overruled by people of the portal, and the requester does not count', async () => {
      const { status } = await portal.post(
        `/orders/${order.id}/approve`,
        { digest: order.digest },
        'platform-engineer',
      );
      expect(status).toBe(403);
      changes.answer = { status: 'approved', by: order.requester };
      await portal.tick();
      expect((await portal.read(order.id)).state).toBe('awaiting-approval');
    });

    it('is asked again when it is down, and the order still ends in time', async () => {
      changes.answer = new Error('503');
      await portal.tick();
      await portal.tick(30);
      expect(changes.asked.length).toBeGreaterThan(1);
      expect((await portal.read(order.id)).state).toBe('awaiting-approval');
      await portal.tick(3600);
      expect((await portal.read(order.id)).state).toBe('expired');
    });
  });

  it('lets the backend not start when the configuration names one that is not there', async () => {
    await expect(
      start({ default: { provider: 'changes' } }, {}),
    ).rejects.toThrow(
      "awsServiceCatalog.approval.default.provider is 'changes', which no installed module provides",
    );
  });

  it('lets a policy provider judge in place of the configuration, which judges what it leaves', async () => {
    const judged: PolicyFacts[] = [];
    const portal = await start(
      { default: { auto: true } },
      {
        policyProvider: {
          async judge(facts) {
            judged.push(facts);
            return facts.parameters.Purpose === 'secret'
              ? { policy: 'Data protection', approvers: ['user:default/ann'] }
              : undefined;
          },
        },
      },
    );
    const plain = await world.orderBucket(portal);
    expect(plain.state).toBe('queued');
    const special = await world.orderBucket(portal, {
      parameters: { Purpose: 'secret' },
    });
    expect(special).toMatchObject({
      state: 'awaiting-approval',
      approval: { policy: 'Data protection', quorum: 1, onTimeout: 'expire' },
    });
    expect(judged).toHaveLength(2);
  });

  it('places no order that the policy provider cannot judge', async () => {
    const portal = await start(
      { default: { auto: true } },
      {
        policyProvider: {
          async judge() {
            throw new Error('The policy service is down');
          },
        },
      },
    );
    const request = await portal.launchOf('Bucket', {
      name: 'unjudged',
      parameters: {},
    });
    const { status } = await portal.post('/orders', request, 'payments-dev');
    expect(status).toBe(500);
    expect(
      await world
        .knex('orders')
        .where({ provisioned_product_name: 'unjudged' }),
    ).toEqual([]);
  });
});
