import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const SECRET = 'correct-horse-battery';
const EXECUTE = 'ExecuteProvisionedProductServiceAction';

const database = {
  name: 'Bucket',
  versions: {
    v1: {
      Parameters: {
        Purpose: { Type: 'String', Default: 'none' },
        Password: { Type: 'String', NoEcho: true, Default: 'none-at-all' },
      },
      Conditions: {
        IsTelling: { 'Fn::Equals': [{ Ref: 'Purpose' }, 'telling'] },
      },
      Resources: {
        Database: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            DBInstanceIdentifier: {
              'Fn::If': [
                'IsTelling',
                { Ref: 'Password' },
                { Ref: 'AWS::NoValue' },
              ],
            },
            DBInstanceClass: 'db.t3.micro',
            Engine: 'postgres',
            AllocatedStorage: '20',
            MasterUsername: 'admin1',
            MasterUserPassword: { Ref: 'Password' },
          },
        },
      },
      Outputs: { Purpose: { Value: { Ref: 'Purpose' } } },
    },
  },
  serviceActions: {
    Restart: { document: 'AWS-RebootRdsInstance' },
    Snapshot: { document: 'AWS-CreateRdsSnapshot' },
  },
};

describe.each(databases.eachId)('a service action, %s', databaseId => {
  const world = useReplicas(databases, databaseId, { sandbox: [database] });
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  async function launch(Purpose = 'invoices'): Promise<OrderDetail> {
    return portal.finish(
      (
        await world.orderBucket(portal, {
          parameters: { Purpose, Password: SECRET },
        })
      ).id,
    );
  }

  const pathOf = ({ provisionedProduct: { id } }: OrderDetail) =>
    `/provisioned-products/sandbox/${id}`;

  async function listActions(launched: OrderDetail, user = 'payments-dev') {
    return portal.get(`${pathOf(launched)}/service-actions`, user);
  }

  async function requestOf(
    launched: OrderDetail,
    name: 'Restart' | 'Snapshot',
    parameters?: Record<string, string[]>,
  ) {
    const { items } = (await listActions(launched)).body;
    return {
      kind: 'service-action',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      serviceActionId: items.find(
        (action: { name: string }) => action.name === name,
      ).id,
      parameters,
    };
  }

  const countOf = (operation: string) =>
    world.emulator.calls.count({ operation });

  it('is listed with what it takes, and read from AWS once an hour', async () => {
    const launched = await launch();
    const { body } = await listActions(launched);
    expect(body).toEqual({
      items: [
        {
          id: expect.stringMatching(/^act-/),
          name: 'Restart',
          description: 'Runs AWS-RebootRdsInstance',
          parameters: [
            {
              key: 'InstanceId',
              type: 'StringList',
              defaults: [expect.any(String)],
            },
          ],
        },
        {
          id: expect.stringMatching(/^act-/),
          name: 'Snapshot',
          description: 'Runs AWS-CreateRdsSnapshot',
          parameters: [
            {
              key: 'DBInstanceIdentifier',
              type: 'StringList',
              defaults: [expect.any(String)],
            },
            { key: 'DBSnapshotIdentifier', type: 'String', defaults: [] },
          ],
        },
      ],
      readAt: new Date(world.emulator.clock.now()).toISOString(),
      run: { allowed: true },
    });
    world.emulator.calls.clear();
    world.emulator.clock.advance(3_000);
    expect((await listActions(launched)).body).toEqual(body);
    expect(world.emulator.calls.count()).toBe(0);

    world.emulator.clock.advance(1_000);
    world.emulator.faults.add({ kind: 'http503' });
    expect((await listActions(launched)).body).toEqual(body);
    world.emulator.faults.clear();
    world.emulator.clock.advance(61);
    expect((await listActions(launched)).body.readAt).not.toBe(body.readAt);
    expect((await listActions(launched, 'search-dev')).status).toBe(404);
    expect(
      (await listActions(launched, 'plugin:scaffolder')).body.run,
    ).toMatchObject({ allowed: false });
  });

  it('is asked for once, however many look, and not again for a minute after it failed', async () => {
    const launched = await launch();
    const LIST = 'ListServiceActionsForProvisioningArtifact';
    world.emulator.faults.add({ kind: 'accessDenied', operation: LIST });
    world.emulator.calls.clear();
    const refused = await Promise.all([
      listActions(launched),
      listActions(launched, 'platform-engineer'),
    ]);
    const status = refused[0].status;
    expect(status).toBeGreaterThanOrEqual(400);
    expect(refused[1].status).toBe(status);
    expect((await listActions(launched)).status).toBe(status);
    expect(countOf(LIST)).toBe(1);

    world.emulator.faults.clear();
    expect((await listActions(launched)).status).toBe(status);
    world.emulator.clock.advance(61);
    world.emulator.calls.clear();
    const read = await Promise.all([
      listActions(launched),
      listActions(launched),
    ]);
    expect(read.map(answer => answer.body.items.length)).toEqual([2, 2]);
    expect(countOf(LIST)).toBe(1);
  });

  it('leaves it to AWS what it is run on, where that holds a secret', async () => {
    const launched = await launch('telling');
    const { body } = await listActions(launched);
    expect(body.items[0].parameters).toEqual([
      {
        key: 'InstanceId',
        type: 'StringList',
        defaults: [],
        hasSecretDefaults: true,
      },
    ]);
    const guessed = await portal.post(
      '/orders',
      await requestOf(launched, 'Restart', { InstanceId: ['***'] }),
      'payments-dev',
    );
    expect(guessed.body.error.fields).toEqual([
      {
        field: 'parameters.InstanceId',
        message:
          "Parameter 'InstanceId' is for what AWS fills in, which is not shown because it holds a secret; only the people who run the portal can name something else.",
      },
    ]);
    const order = await portal.order(await requestOf(launched, 'Restart'));
    expect(order.serviceAction?.parameters).toEqual({});
    expect(await portal.finish(order.id)).toMatchObject({ state: 'succeeded' });
  });

  it('runs with what AWS fills in, and leaves the resource as it was', async () => {
    const launched = await launch();
    const outputs = async () =>
      (await portal.get(`${pathOf(launched)}/outputs`, 'payments-dev')).body
        .items;
    const before = await outputs();
    const request = await requestOf(launched, 'Restart');
    const preview = await portal.post(
      '/orders/preview',
      request,
      'payments-dev',
    );
    expect(preview.body).toMatchObject({ acceptable: true, problems: [] });
    const order = await portal.order({ ...request, requestToken: 'once' });
    expect(order.events[0].message).toMatch(
      /^The service action Restart on bucket-\d+ was ordered for/,
    );
    const { items } = (await listActions(launched)).body;
    expect(order.serviceAction).toEqual({
      id: request.serviceActionId,
      name: 'Restart',
      parameters: { InstanceId: items[0].parameters[0].defaults },
    });
    expect((await portal.order({ ...request, requestToken: 'once' })).id).toBe(
      order.id,
    );

    await portal.tick();
    await portal.sync('sandbox');
    expect((await portal.get(pathOf(launched))).body).toMatchObject({
      status: 'UNDER_CHANGE',
      openOrderId: order.id,
    });
    expect(await portal.finish(order.id)).toMatchObject({
      kind: 'service-action',
      state: 'succeeded',
      record: { status: 'SUCCEEDED' },
    });
    expect((await portal.get(pathOf(launched))).body).toMatchObject({
      status: 'AVAILABLE',
    });
    expect(await outputs()).toEqual(before);
    const records = await portal.get(`${pathOf(launched)}/records`);
    expect(records.body.items[0]).toMatchObject({
      type: 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION',
      orderId: order.id,
    });
    expect(countOf(EXECUTE)).toBe(1);
  });

  it('tells why it failed, without secrets, and is tried again', async () => {
    const launched = await launch();
    world.emulator.faults.add({
      kind: 'serviceActionFailure',
      count: 1,
      reason: `The password ${SECRET} is refused`,
    });
    const order = await portal.order(await requestOf(launched, 'Restart'));
    const failed = await portal.finish(order.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: {
        message: 'The password *** is refused',
        retryable: true,
      },
      outputs: [{ key: 'FailureMessage', secret: true }],
    });
    expect(JSON.stringify(failed)).not.toContain(SECRET);
    expect((await portal.get(pathOf(launched))).body.status).toBe('AVAILABLE');
    await portal.post(
      `/orders/${order.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
      outputs: [],
    });
  });

  it('is run again by who ordered it, and by nobody else of the team', async () => {
    const launched = await launch();
    world.emulator.faults.add({ kind: 'serviceActionFailure', count: 1 });
    const order = await portal.order(
      await requestOf(launched, 'Restart'),
      'platform-engineer',
    );
    const failed = await portal.finish(order.id);
    const retry = (user: string) =>
      portal.post(`/orders/${order.id}/retry`, { digest: failed.digest }, user);
    expect((await retry('payments-dev')).status).toBe(403);
    expect((await retry('platform-engineer')).status).toBeLessThan(300);
  });

  it('names every parameter that is wrong', async () => {
    const launched = await launch();
    const ask = async (
      parameters: Record<string, string[]> | undefined,
      user = 'payments-dev',
    ) => {
      const { body } = await portal.post(
        '/orders/preview',
        await requestOf(launched, 'Snapshot', parameters),
        user,
      );
      return body.problems;
    };
    expect(await ask(undefined)).toEqual([
      {
        field: 'parameters.DBSnapshotIdentifier',
        message: "Parameter 'DBSnapshotIdentifier' needs a value.",
      },
    ]);
    expect(
      await ask({
        Other: ['x'],
        DBInstanceIdentifier: ['somebody-elses'],
        DBSnapshotIdentifier: ['a', 'b'],
      }),
    ).toMatchObject([
      { field: 'parameters.Other' },
      {
        field: 'parameters.DBInstanceIdentifier',
        message: expect.stringContaining('only the people who run the portal'),
      },
      {
        field: 'parameters.DBSnapshotIdentifier',
        message: expect.stringContaining('takes one value'),
      },
    ]);
    expect(
      await ask({ DBSnapshotIdentifier: ['{{ssm:/other/secret}}'] }),
    ).toMatchObject([
      {
        field: 'parameters.DBSnapshotIdentifier',
        message: expect.stringContaining("'{{'"),
      },
    ]);
    const operators = await ask(
      {
        DBInstanceIdentifier: ['somebody-elses'],
        DBSnapshotIdentifier: ['nightly'],
      },
      'platform-engineer',
    );
    expect(operators).toEqual([]);
    const unknown = await portal.post(
      '/orders',
      {
        ...(await requestOf(launched, 'Restart')),
        serviceActionId: 'act-unknown',
      },
      'payments-dev',
    );
    expect(unknown.body.error.fields).toMatchObject([
      { field: 'serviceActionId' },
    ]);
  });

  it('is found again when the answer was lost, and run once', async () => {
    const launched = await launch();
    const request = await requestOf(launched, 'Restart');
    const order = await portal.order(request);
    portal.crashAt('sent');
    await portal.tick();
    portal = await world.start();
    await portal.tick(20);
    expect((await portal.finish(order.id)).state).toBe('succeeded');
    expect(countOf(EXECUTE)).toBe(1);

    const second = await portal.order(request);
    world.emulator.faults.add({
      kind: 'resetAfter',
      operation: EXECUTE,
      count: 1,
    });
    // As if its type were another one: then its token finds it.
    world.emulator.faults.add({
      kind: 'error',
      operation: 'ListRecordHistory',
      name: 'ThrottlingException',
      count: 2,
    });
    expect((await portal.finish(second.id)).state).toBe('succeeded');
    expect(
      await world.knex('order_records').where({ order_id: second.id }),
    ).toHaveLength(1);
    const records = await portal.get(`${pathOf(launched)}/records`);
    expect(records.body.items).toHaveLength(3);
  });

  it('does not exist for what is no stack', async () => {
    const launched = await launch();
    await world
      .knex('provisioned_products')
      .where({ id: launched.provisionedProduct.id })
      .update({ type: 'TERRAFORM_CLOUD' });
    world.emulator.calls.clear();
    expect((await listActions(launched)).body).toEqual({
      items: [],
      run: {
        allowed: false,
        reason: 'AWS has no service actions for what it is.',
      },
    });
    const detail = await portal.get(pathOf(launched), 'payments-dev');
    expect(detail.body.actions).not.toHaveProperty('runAction');
    expect(world.emulator.calls.count()).toBe(0);
  });
});
