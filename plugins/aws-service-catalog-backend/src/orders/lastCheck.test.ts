import { JsonObject } from '@backstage/types';
import { createTestDatabases } from '../__testUtils__/databases';
import { component } from '../__testUtils__/entities';
import { OrderPortal, orderPortalConfig } from '../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const search = 'group:default/team-search';

describe('the last check before AWS is asked', () => {
  const world = useReplicas(databases, 'SQLITE_3');
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  const sent = () =>
    ['ProvisionProduct', 'UpdateProvisionedProduct'].reduce(
      (sum, operation) => sum + world.emulator.calls.count({ operation }),
      0,
    );

  /** The configuration with the first target changed. */
  function withTarget(changes: JsonObject): JsonObject {
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    const [first, ...others] = plugin.targets as JsonObject[];
    const targets = [{ ...first, ...changes }, ...others];
    return { ...config, awsServiceCatalog: { ...plugin, targets } };
  }

  it.each<{
    reason: string;
    later: () => Parameters<typeof world.start>[0];
    failure: object;
  }>([
    {
      reason: 'the entity has gone to another team',
      later: () => ({ entities: [component('payments-api', search)] }),
      failure: {
        code: 'OwnerChanged',
        message: `Nothing was sent to AWS, because component:default/payments-api is owned by ${search} now.`,
        retryable: false,
      },
    },
    {
      reason: 'the entity is gone',
      later: () => ({ entities: [] }),
      failure: { code: 'OwnerChanged', retryable: false },
    },
    {
      reason: 'the target does not serve the team any more',
      later: () => ({ config: withTarget({ owners: [search] }) }),
      failure: { code: 'TargetDoesNotServeOwner', retryable: true },
    },
    {
      reason: 'the target is another Region',
      later: () => ({ config: withTarget({ region: 'eu-west-1' }) }),
      failure: {
        code: 'ChangedSinceOrdered',
        message:
          'Nothing was sent to AWS, because this has changed since it was ordered: target.',
        retryable: false,
      },
    },
  ])('sends nothing when $reason', async ({ later, failure }) => {
    const order = await world.orderBucket(portal, {
      entityRef: 'component:default/payments-api',
    });
    const next = await world.start(later());
    await next.tick();
    expect(await portal.read(order.id)).toMatchObject({
      state: 'failed',
      failure,
      actions: { retry: { allowed: (failure as JsonObject).retryable } },
    });
    expect(sent()).toBe(0);
  });

  it('sends nothing when what runs has gone to another team', async () => {
    const launched = await portal.finish((await world.orderBucket(portal)).id);
    const { id } = launched.provisionedProduct;
    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: id,
      parameters: { Purpose: 'changed' },
    });
    await world
      .knex('provisioned_products')
      .where({ id })
      .update({ owner_ref: search });
    world.emulator.calls.clear();
    expect(await portal.finish(update.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'OwnerChanged' },
    });
    expect(sent()).toBe(0);
  });

  it('sends nothing when AWS would launch something else', async () => {
    const order = await world.orderBucket(portal);
    await world.emulator.seedProducts('sandbox', [
      {
        ...plainBucket,
        launchRoleArn: 'arn:aws:iam::111111111111:role/other',
        tagOptions: { Team: ['blue'] },
      },
    ]);
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'ChangedSinceOrdered',
        message:
          'Nothing was sent to AWS, because this has changed since it was ordered: launch role, TagOptions.',
        retryable: false,
      },
      actions: { retry: { allowed: false } },
    });
    expect(sent()).toBe(0);
  });
});
