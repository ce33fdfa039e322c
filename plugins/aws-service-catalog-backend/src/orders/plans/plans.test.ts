import {
  CreateProvisionedProductPlanCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import { JsonObject } from '@backstage/types';
import { createTestDatabases } from '../../__testUtils__/databases';
import { group, user } from '../../__testUtils__/entities';
import { dump } from '../../__testUtils__/buckets';
import { sandboxClientConfig } from '../../__testUtils__/emulator';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { useReplicas } from '../../__testUtils__/replicas';
import { PlanStore } from './PlanStore';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const SECRET = 'correct-horse-battery';

const bucket = (changes: object = {}) => ({
  Parameters: {
    Name: { Type: 'String' },
    Stage: { Type: 'String', Default: 'dev' },
    Zone: { Type: 'Number', Default: 0 },
    Password: { Type: 'String', NoEcho: true },
  },
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: { Ref: 'Name' },
        Tags: [
          { Key: 'stage', Value: { Ref: 'Stage' } },
          {
            Key: 'zone',
            Value: { 'Fn::Select': [{ Ref: 'Zone' }, ['a', 'b']] },
          },
        ],
      },
    },
    ...changes,
  },
});

const product = (name: string) => ({
  name,
  portfolios: [name],
  tagUpdates: true,
  versions: {
    v1: bucket(),
    v2: bucket({ Topic: { Type: 'AWS::SNS::Topic' } }),
  },
});

const approvers = ['group:default/platform-engineering'];

/** Updates of `Reviewed` have to be approved. */
function config(url: string): JsonObject {
  const base = orderPortalConfig(url);
  return {
    ...base,
    awsServiceCatalog: {
      ...(base.awsServiceCatalog as JsonObject),
      approval: {
        policies: [
          {
            name: 'reviewed',
            match: { products: ['Reviewed'], kinds: ['update'] },
            approvers,
          },
        ],
        default: { auto: true },
      },
    },
  };
}

describe.each(databases.eachId)('a plan, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [product('Plain'), product('Reviewed')],
  });
  let portal: OrderPortal;
  let count = 0;

  const restart = async () => {
    portal = await world.start({
      config: config(world.emulator.url),
      entities: [
        group(approvers[0], ['platform-engineer']),
        user('platform-engineer', approvers),
      ],
    });
  };
  beforeEach(restart);

  const calls = (operation: string) =>
    world.emulator.calls.count({ operation });
  /** Names of what AWS has of our plans. */
  const plansInAws = () =>
    calls('CreateProvisionedProductPlan') -
    calls('DeleteProvisionedProductPlan');

  async function start(name = 'Plain') {
    count += 1;
    const bucketName = `bucket-${databaseId
      .slice(0, 3)
      .toLowerCase()}-${count}`;
    const { versions } = await portal.findProduct(name);
    const versionId = (wanted: string) =>
      versions.find(version => version.name === wanted)?.id;
    const launched = await portal.finish(
      (
        await portal.order(
          await portal.launchOf(name, {
            name: `thing-${count}`,
            versionId: versionId('v1'),
            parameters: { Name: bucketName, Password: SECRET },
          }),
        )
      ).id,
    );
    expect(launched.state).toBe('succeeded');
    const { id } = launched.provisionedProduct;
    const path = `/provisioned-products/sandbox/${id}/plan`;
    world.emulator.calls.clear();
    return {
      id,
      path,
      bucketName,
      versionId,
      create: (request: object, by = 'payments-dev') =>
        portal.post(path, { parameters: {}, ...request }, by),
      get: (planId: string, by = 'payments-dev') =>
        portal.get(`${path}/${planId}`, by),
      async preview(request: object) {
        const created = await portal.post(
          path,
          { parameters: {}, ...request },
          'payments-dev',
        );
        expect(created.body).toMatchObject({ state: 'running' });
        expect(created.status).toBe(202);
        world.emulator.clock.advance(5);
        return (await portal.get(`${path}/${created.body.id}`, 'payments-dev'))
          .body;
      },
      update: (request: object) =>
        portal.order({
          kind: 'update',
          target: 'sandbox',
          provisionedProductId: id,
          parameters: {},
          ...request,
        }),
    };
  }

  async function approve(id: string) {
    const { digest } = await portal.read(id);
    const { status, body } = await portal.post(
      `/orders/${id}/approve`,
      { digest },
      'platform-engineer',
    );
    expect({ status, error: body.error }).toEqual({ status: 200 });
  }

  it('shows what an update would do, replacements first, and is deleted', async () => {
    const { preview, bucketName, versionId } = await start();
    const plan = await preview({
      versionId: versionId('v2'),
      parameters: { Name: `${bucketName}-2`, Password: 'another-secret' },
    });
    expect(plan).toMatchObject({
      state: 'ready',
      version: { name: 'v2' },
      changes: [
        {
          action: 'MODIFY',
          logicalId: 'Bucket',
          physicalId: bucketName,
          type: 'AWS::S3::Bucket',
          replacement: 'TRUE',
          scope: ['PROPERTIES'],
          details: [
            {
              attribute: 'PROPERTIES',
              name: 'BucketName',
              requiresRecreation: 'ALWAYS',
              causedBy: 'Name',
            },
          ],
        },
        { action: 'ADD', logicalId: 'Topic', type: 'AWS::SNS::Topic' },
      ],
    });
    expect(plansInAws()).toBe(0);
    expect(await dump(world.knex)).not.toContain('another-secret');
  });

  it('says plainly that nothing would change, or why AWS cannot tell', async () => {
    const { preview, bucketName, create } = await start();
    expect(await preview({ parameters: { Name: bucketName } })).toMatchObject({
      state: 'no-changes',
      changes: [],
    });
    // AWS quotes a value that it does not like.
    world.emulator.faults.add({
      kind: 'error',
      operation: 'CreateProvisionedProductPlan',
      name: 'InvalidParametersException',
      message: 'Not with another-secret, nor correct-horse-battery',
      count: 1,
    });
    const refused = await create({
      parameters: { Password: 'another-secret' },
    });
    expect(refused.body).toMatchObject({
      state: 'failed',
      message: 'Not with ***, nor ***',
    });
    expect(
      (await create({ parameters: { Size: '1' } })).body.error,
    ).toMatchObject({ fields: [{ field: 'parameters.Size' }] });
    // What AWS calls a failure is deleted as well.
    expect(calls('DeleteProvisionedProductPlan')).toBe(1);
    expect(await preview({ parameters: { Stage: 'prod' } })).toMatchObject({
      state: 'ready',
      changes: [{ replacement: 'FALSE' }],
    });
  });

  it('is its creator’s alone, and the only one', async () => {
    const { id, create, get } = await start();
    const { body: plan } = await create({ parameters: { Stage: 'prod' } });
    for (const by of ['payments-dev', 'payments-dev-2']) {
      const second = await create({}, by);
      expect(second.status).toBe(409);
      expect(second.body.error.message).toContain('another preview');
    }
    expect((await get(plan.id, 'payments-dev-2')).status).toBe(404);
    expect((await create({}, 'search-dev')).status).toBe(404);
    world.emulator.clock.advance(5);
    // The first has a result by now, which stays.
    const other = await create({}, 'payments-dev-2');
    expect(other.status).toBe(202);
    expect((await get(plan.id)).body).toMatchObject({
      state: 'ready',
      changes: [{ logicalId: 'Bucket' }],
    });
    world.emulator.clock.advance(5);
    expect((await get(other.body.id, 'payments-dev-2')).body.state).toBe(
      'no-changes',
    );

    await world
      .knex('provisioned_products')
      .where({ id })
      .update({ type: 'CFN_STACKSET' });
    expect((await create({})).status).toBe(409);
  });

  it.each(['plan-saved', 'plan-sent', 'plan-read', 'plan-deleted'] as const)(
    'that a crash at %s has left is swept up',
    async boundary => {
      const { create, get } = await start();
      if (boundary === 'plan-saved' || boundary === 'plan-sent') {
        portal.crashAt(boundary);
        // It is never answered.
        create({ parameters: { Stage: 'prod' } }).then(
          () => {},
          () => {},
        );
        while ((await world.knex('plans').whereNull('deleted_at')).length < 1) {
          await new Promise(resolve => setImmediate(resolve));
        }
        while (
          boundary === 'plan-sent' &&
          calls('CreateProvisionedProductPlan') < 1
        ) {
          await new Promise(resolve => setImmediate(resolve));
        }
      } else {
        const { body } = await create({ parameters: { Stage: 'prod' } });
        world.emulator.clock.advance(5);
        portal.crashAt(boundary);
        get(body.id).then(
          () => {},
          () => {},
        );
        while (
          (await world.knex('plans').where({ id: body.id, state: 'ready' }))
            .length < 1
        ) {
          await new Promise(resolve => setImmediate(resolve));
        }
      }
      await restart();
      await portal.runTask('sweep-plans');
      expect(await world.knex('plans').whereNull('deleted_at')).toHaveLength(1);
      world.emulator.clock.advance(30 * 60);
      await portal.runTask('sweep-plans');
      expect(await world.knex('plans').whereNull('deleted_at')).toEqual([]);
      world.emulator.clock.advance(25 * 60 * 60);
      await portal.runTask('sweep-plans');
      expect(await world.knex('plans')).toEqual([]);
    },
  );

  it('is swept up, whatever is left in targets that do not answer, or are there no more', async () => {
    const { create } = await start();
    const { body } = await create({ parameters: { Stage: 'prod' } });
    const plan = await world.knex('plans').where({ id: body.id }).first();
    const copies = (target: string) =>
      Array.from({ length: 60 }, (_, index) => ({
        ...plan,
        id: `${target}-${index}`,
        target,
        provisioned_product_id: `pp-${target}-${index}`,
        expires_at: '2026-01-01T00:00:00.000Z',
      }));
    await world.knex.batchInsert(
      'plans',
      [...copies('removed'), ...copies('production')],
      20,
    );
    const base = config(world.emulator.url);
    const plugin = base.awsServiceCatalog as JsonObject;
    const [sandbox, other] = plugin.targets as JsonObject[];
    portal = await world.start({
      config: {
        ...base,
        awsServiceCatalog: {
          ...plugin,
          // Nobody listens there.
          targets: [{ ...other, endpoint: 'http://127.0.0.1:9' }, sandbox],
        },
      },
    });
    world.emulator.clock.advance(30 * 60);
    await portal.runTask('sweep-plans');
    expect(
      await world.knex('plans').where({ id: body.id }).whereNull('deleted_at'),
    ).toEqual([]);
    await world
      .knex('plans')
      .whereIn('target', ['removed', 'production'])
      .delete();
  });

  it('keeps its result, whoever looked before it was there and saves after', async () => {
    const { create } = await start();
    const { body } = await create({ parameters: { Stage: 'prod' } });
    const store = new PlanStore(world.knex);
    const asked = await store.find(body.id);
    if (!asked) {
      throw new Error('The plan was not noted');
    }
    const done = { ...asked, state: 'no-changes' as const };
    expect(await store.save(done)).toEqual(done);
    const deletedAt = new Date(world.emulator.clock.now()).toISOString();
    for (const late of [asked, { ...asked, deletedAt }]) {
      expect(await store.save(late)).toEqual(done);
    }
    const gone = { ...done, deletedAt };
    expect(await store.save(gone)).toEqual(gone);
    expect(await store.save(done)).toEqual(gone);
    expect(await store.find(body.id)).toEqual(gone);
  });

  it('is found again when its answer was lost', async () => {
    const { create, get } = await start();
    world.emulator.faults.add({
      kind: 'resetAfter',
      operation: 'CreateProvisionedProductPlan',
      count: 1,
    });
    const { body } = await create({ parameters: { Stage: 'prod' } });
    expect(body.state).toBe('running');
    world.emulator.clock.advance(5);
    expect((await get(body.id)).body.state).toBe('ready');
    expect(plansInAws()).toBe(0);
  });

  it('that AWS has perhaps not got holds up others for five minutes, and says so', async () => {
    const { create, get } = await start();
    world.emulator.faults.add({
      kind: 'resetBefore',
      operation: 'CreateProvisionedProductPlan',
      count: 1,
    });
    const until = new Date(world.emulator.clock.now() + 300_000).toISOString();
    const { body } = await create({ parameters: { Stage: 'prod' } });
    expect(body).toMatchObject({
      state: 'running',
      message: `AWS did not answer, and may be working on it all the same. If it shows nothing by ${until}, it has not got it.`,
    });
    world.emulator.clock.advance(290);
    const early = await create({}, 'payments-dev-2');
    expect(early.status).toBe(409);
    expect(early.body.error.message).toContain(`Try again after ${until}`);
    expect((await get(body.id)).body.state).toBe('running');

    world.emulator.clock.advance(11);
    expect((await create({}, 'payments-dev-2')).status).toBe(202);
    expect((await get(body.id)).body).toMatchObject({
      state: 'failed',
      message: 'AWS did not answer, and has not got it. Have it made again.',
    });
    world.emulator.clock.advance(60 * 60);
    await portal.runTask('sweep-plans');
    // Of the two that AWS was asked for, it never got one.
    expect(plansInAws()).toBe(1);
  });

  it('lets an update do what it has shown, and nothing else', async () => {
    const { preview, update, bucketName, versionId } = await start();
    const request = { parameters: { Stage: 'prod' } };
    const plan = await preview(request);
    const other = await portal.post(
      '/orders',
      {
        kind: 'update',
        target: 'sandbox',
        provisionedProductId: plan.provisionedProductId,
        parameters: { Stage: 'test' },
        planId: plan.id,
      },
      'payments-dev',
    );
    expect(other.body.error.fields).toMatchObject([{ field: 'planId' }]);

    const agreed = await update({ ...request, planId: plan.id });
    expect(agreed).toMatchObject({ state: 'queued', replacements: [] });
    expect(await portal.finish(agreed.id)).toMatchObject({
      state: 'succeeded',
    });
    expect(calls('CreateProvisionedProductPlan')).toBe(2);
    expect(plansInAws()).toBe(0);

    // What it previewed is not what AWS would do any more.
    const renaming = { parameters: { Name: `${bucketName}-2` } };
    const shown = await preview({ versionId: versionId('v2') });
    await world
      .knex('plans')
      .where({ id: shown.id })
      .update({
        digest: (
          await world
            .knex('plans')
            .where({ id: (await preview(renaming)).id })
            .first()
        ).digest,
      });
    const surprised = await update({ ...renaming, planId: shown.id });
    world.emulator.calls.clear();
    expect(await portal.finish(surprised.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'NewReplacements',
        message:
          'Nothing was sent to AWS, because the preview did not show this: AWS replaces Bucket (AWS::S3::Bucket).',
      },
    });
    expect(calls('UpdateProvisionedProduct')).toBe(0);
    expect(plansInAws()).toBe(0);
  });

  it('sends an update back to its approvers when it replaces what they did not see', async () => {
    const { update, preview, bucketName } = await start('Reviewed');
    const request = {
      parameters: { Name: `${bucketName}-2`, Password: 'another-secret' },
    };
    const order = await update(request);
    expect(order).toMatchObject({ state: 'awaiting-approval' });
    expect(order).not.toHaveProperty('replacements');
    await approve(order.id);
    for (let round = 0; round < 5; round++) {
      await portal.tick(5);
    }
    const returned = await portal.read(order.id);
    expect(returned).toMatchObject({
      state: 'awaiting-approval',
      replacements: [
        {
          logicalId: 'Bucket',
          physicalId: bucketName,
          type: 'AWS::S3::Bucket',
          replacement: 'TRUE',
        },
      ],
    });
    expect(returned.digest).not.toBe(order.digest);
    expect(returned.events.pop()?.message).toContain(
      'AWS replaces Bucket (AWS::S3::Bucket)',
    );
    expect(plansInAws()).toBe(0);
    expect(calls('UpdateProvisionedProduct')).toBe(0);

    await approve(order.id);
    expect(await portal.finish(order.id)).toMatchObject({ state: 'succeeded' });
    expect(plansInAws()).toBe(0);

    // Those who saw it are not asked twice.
    const again = { parameters: { Name: `${bucketName}-3` } };
    const { id: planId } = await preview(again);
    const previewed = await update({ ...again, planId });
    expect(previewed.replacements).toMatchObject([{ logicalId: 'Bucket' }]);
    await approve(previewed.id);
    const done = await portal.finish(previewed.id);
    expect(done.events.map(({ type }) => type)).toEqual([
      'ordered',
      'approved',
      'submitted',
      'running',
      'succeeded',
    ]);
    expect(await dump(world.knex)).not.toContain('another-secret');
  });

  it('lets no update be sent of which AWS cannot tell what it would do', async () => {
    const { update } = await start('Reviewed');
    const order = await update({ parameters: { Zone: '7' } });
    await approve(order.id);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'PlanFailed',
        message: expect.stringContaining(
          'could not tell what the update would do: Template error: Fn::Select',
        ),
        retryable: true,
      },
    });
    expect(plansInAws()).toBe(0);
    expect(calls('UpdateProvisionedProduct')).toBe(0);
  });

  it('of somebody else’s in AWS stops an update that wants one', async () => {
    const { update, versionId } = await start('Reviewed');
    const order = await update({ parameters: { Stage: 'prod' } });
    await approve(order.id);
    const client = new ServiceCatalogClient(
      sandboxClientConfig(world.emulator),
    );
    await client.send(
      new CreateProvisionedProductPlanCommand({
        PlanName: 'by-hand',
        PlanType: 'CLOUDFORMATION',
        ProvisionedProductName: order.provisionedProduct.name,
        ProductId: order.product.id,
        ProvisioningArtifactId: versionId('v2'),
        ProvisioningParameters: ['Name', 'Password'].map(Key => ({
          Key,
          UsePreviousValue: true,
        })),
      }),
    );
    client.destroy();
    world.emulator.clock.advance(5);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'OtherPlan',
        message: `Nothing was sent to AWS: it has a plan for ${order.provisionedProduct.name} that was not made here.`,
        retryable: true,
      },
    });
    expect(calls('UpdateProvisionedProduct')).toBe(0);
  });

  it.each([
    'plan-saved',
    'plan-sent',
    'plan-noted',
    'plan-read',
    'plan-deleted',
  ] as const)('of an order survives a crash at %s', async boundary => {
    const { update } = await start('Reviewed');
    const order = await update({ parameters: { Stage: 'prod' } });
    await approve(order.id);
    portal.crashAt(boundary);
    await portal.tick(5);
    await portal.tick(5);
    await portal.tick(5);
    await restart();
    // Nobody takes over before the claim of the dead has expired.
    await portal.tick(20);
    expect(await portal.finish(order.id)).toMatchObject({ state: 'succeeded' });
    await portal.runTask('sweep-plans');
    expect(await world.knex('plans').whereNull('deleted_at')).toEqual([]);
    expect(calls('UpdateProvisionedProduct')).toBe(1);
  });

  it('of an order that is withdrawn meanwhile is swept up', async () => {
    const { update } = await start('Reviewed');
    const order = await update({ parameters: { Stage: 'prod' } });
    await approve(order.id);
    await portal.tick();
    expect(await world.knex('plans').whereNull('deleted_at')).toHaveLength(1);
    const { status } = await portal.post(
      `/orders/${order.id}/cancel`,
      { digest: order.digest },
      'payments-dev',
    );
    expect(status).toBe(200);
    world.emulator.clock.advance(5);
    await portal.runTask('sweep-plans');
    expect(await world.knex('plans').whereNull('deleted_at')).toEqual([]);
    expect(plansInAws()).toBe(0);
  });
});
