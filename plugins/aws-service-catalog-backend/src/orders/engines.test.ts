import {
  NotifyProvisionProductEngineWorkflowResultCommand,
  NotifyTerminateProvisionedProductEngineWorkflowResultCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { sandboxClientConfig } from '../__testUtils__/emulator';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const PROVISION = 'PROVISION_PRODUCT';
const TERMINATE = 'TERMINATE_PROVISIONED_PRODUCT';
const notifications = {
  [PROVISION]: NotifyProvisionProductEngineWorkflowResultCommand,
  [TERMINATE]: NotifyTerminateProvisionedProductEngineWorkflowResultCommand,
};
/** Why an engine cannot terminate what it has made. */
const REASON = 'No artifact was found for the provisioned product in S3';

describe.each(databases.eachId)('an engine, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [
      {
        name: 'Site',
        type: 'EXTERNAL',
        launchRoleArn: 'arn:aws:iam::111111111111:role/launcher',
        versions: { v1: { Resources: { Any: { Type: 'AWS::SQS::Queue' } } } },
      },
    ],
  });
  let portal: OrderPortal;
  let client: ServiceCatalogClient;

  beforeEach(async () => {
    portal = await world.start();
    client = new ServiceCatalogClient(sandboxClientConfig(world.emulator));
  });
  afterEach(() => client.destroy());

  /** Has the engine tell how the one thing ended that it was asked for. */
  async function notify(
    operation: keyof typeof notifications,
    failure?: string,
  ): Promise<void> {
    const [{ message }, ...others] = world.emulator.engine.workflows();
    expect([message.operation, others.length]).toEqual([operation, 0]);
    await client.send(
      new notifications[operation]({
        WorkflowToken: message.token,
        RecordId: message.recordId,
        Status: failure === undefined ? 'SUCCEEDED' : 'FAILED',
        FailureReason: failure,
        IdempotencyToken: message.recordId,
      }),
    );
  }

  async function launch(name: string): Promise<OrderDetail> {
    const { id } = await portal.order(
      await portal.launchOf('Site', {
        name,
        parameters: {},
        entityRef: 'component:default/payments-api',
      }),
    );
    await portal.tick();
    await notify(PROVISION);
    return portal.finish(id);
  }

  it('that fails to terminate leaves what runs, with its reason, and is asked again', async () => {
    const { provisionedProduct } = await launch('site');
    const order = await portal.order({
      kind: 'terminate',
      target: 'sandbox',
      provisionedProductId: provisionedProduct.id,
    });
    await portal.tick();
    // However long an engine takes: nothing but its word ends it.
    await portal.tick(24 * 3600);
    expect((await portal.read(order.id)).state).toBe('running');
    await notify(TERMINATE, REASON);
    const failed = await portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        code: 'EngineWorkflowFailed',
        message: REASON,
        retryable: true,
      },
      actions: { retry: { allowed: true } },
    });
    // There is no stack of which the portal could tell what is left.
    expect(failed).not.toHaveProperty('remains');
    const path = `/provisioned-products/sandbox/${provisionedProduct.id}`;
    const { body } = await portal.get(path, 'payments-dev');
    expect(body).toMatchObject({
      status: 'TAINTED',
      problem: {
        message: REASON,
        advice: expect.stringContaining('terminate'),
      },
      capabilities: { stack: false, stackInstances: false },
      actions: { terminate: { allowed: true } },
    });

    await portal.post(
      `/orders/${order.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    await portal.tick();
    await notify(TERMINATE);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
    });
    expect(await world.listResults(portal, order)).toEqual([]);
  });

  it('that can never terminate it is given up by an operator, who says why', async () => {
    const { provisionedProduct } = await launch('orphan');
    const order = await portal.order(
      {
        kind: 'terminate',
        target: 'sandbox',
        provisionedProductId: provisionedProduct.id,
        ignoreErrors: true,
        reason: 'Its state file is gone',
      },
      'platform-engineer',
    );
    await portal.tick();
    await notify(TERMINATE, REASON);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      termination: { ignoreErrors: true, reason: 'Its state file is gone' },
    });
    expect(await world.listResults(portal, order)).toEqual([]);
  });
});
