import {
  DisassociateProductFromPortfolioCommand,
  ListPortfoliosForProductCommand,
  ServiceCatalogClient,
  UpdateProvisioningArtifactCommand,
} from '@aws-sdk/client-service-catalog';
import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { sandboxClientConfig } from '../__testUtils__/emulator';
import { component, group } from '../__testUtils__/entities';
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

  describe('of what was ordered as an operator', () => {
    const operator = 'platform-engineer';
    const withOperators = (...names: string[]) => ({
      entities: [
        group('group:default/platform-engineering', names),
        group('group:default/team-payments', ['payments-dev']),
      ],
    });

    beforeEach(async () => {
      portal = await world.start(withOperators(operator));
    });

    const calls = () => {
      const { '111111111111': counts = {} } = world.emulator.calls.counts();
      return [
        'TerminateProvisionedProduct',
        'ImportAsProvisionedProduct',
        'UpdateProvisionedProductProperties',
        'UpdateProvisionedProduct',
      ].filter(operation => counts[operation]);
    };
    const ofBucket = async () => {
      const bucket = await portal.finish((await world.orderBucket(portal)).id);
      return {
        target: 'sandbox',
        provisionedProductId: bucket.provisionedProduct.id,
      };
    };

    it.each<[string, () => Promise<object>]>([
      [
        'a termination that leaves resources behind',
        async () => ({
          ...(await ofBucket()),
          kind: 'terminate',
          retainResources: true,
          reason: 'It moves',
        }),
      ],
      [
        'an import',
        async () => {
          const { id, versions } = await portal.findProduct('Bucket');
          return {
            kind: 'import',
            target: 'sandbox',
            productId: id,
            versionId: versions[0].id,
            name: 'imported',
            stackArn:
              'arn:aws:cloudformation:eu-central-1:111111111111:stack/by-hand/0a1b2c3d',
            owner: 'group:default/team-payments',
          };
        },
      ],
      [
        'a repair',
        async () => ({
          ...(await ofBucket()),
          kind: 'repair',
          launchRole: 'arn:aws:iam::111111111111:role/launch',
          reason: 'The role is gone',
        }),
      ],
      [
        'a change of what another team has',
        async () => ({
          ...(await ofBucket()),
          kind: 'update',
          parameters: { Purpose: 'changed' },
        }),
      ],
    ])('sends nothing of %s once the requester is none', async (_, prepare) => {
      const order = await portal.order(await prepare(), operator);
      world.emulator.calls.clear();
      const next = await world.start(withOperators());
      await next.tick(20);
      expect(await portal.read(order.id, operator)).toMatchObject({
        state: 'failed',
        failure: {
          code: 'RequesterNoOperator',
          message: `Nothing was sent to AWS, because user:default/${operator} ordered it as one of those who run the portal, and is none of them any more.`,
          retryable: false,
        },
      });
      expect(calls()).toEqual([]);

      await portal.order(await prepare(), operator);
      const last = await world.start(withOperators(operator));
      await last.tick(20);
      expect(calls()).toHaveLength(1);
    });
  });

  describe('of a product that is withdrawn', () => {
    let client: ServiceCatalogClient;

    beforeEach(() => {
      client = new ServiceCatalogClient(sandboxClientConfig(world.emulator));
    });
    afterEach(() => client.destroy());

    /** An order of a product of its own. */
    async function orderOf(name: string): Promise<OrderDetail> {
      await world.emulator.seedProducts('sandbox', [{ ...plainBucket, name }]);
      await portal.sync('sandbox');
      return portal.order(
        await portal.launchOf(name, { name: `no-${name}`, parameters: {} }),
      );
    }

    it('sends nothing when its portfolio has it no more', async () => {
      const order = await orderOf('Removed');
      const ProductId = order.product.id;
      const { PortfolioDetails = [] } = await client.send(
        new ListPortfoliosForProductCommand({ ProductId }),
      );
      for (const { Id: PortfolioId } of PortfolioDetails) {
        await client.send(
          new DisassociateProductFromPortfolioCommand({
            ProductId,
            PortfolioId,
          }),
        );
      }
      expect(await portal.finish(order.id)).toMatchObject({
        state: 'failed',
        failure: {
          code: 'NotLaunchable',
          message: expect.stringMatching(/^Nothing was sent to AWS: .+/),
          retryable: true,
        },
      });
      expect(sent()).toBe(0);
    });

    it('launches nothing when its version is active no more', async () => {
      const order = await orderOf('Inactive');
      await client.send(
        new UpdateProvisioningArtifactCommand({
          ProductId: order.product.id,
          ProvisioningArtifactId: order.version?.id,
          Active: false,
        }),
      );
      expect(await portal.finish(order.id)).toMatchObject({
        state: 'failed',
        failure: {
          code: 'InvalidParametersException',
          message: expect.stringContaining('is not active'),
        },
      });
      expect(await world.listResults(portal, order)).toEqual([]);
    });
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
