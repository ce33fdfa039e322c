import { JsonObject } from '@backstage/types';
import { QuotaUse } from 'backstage-plugin-aws-service-catalog-common';
import { AwsTarget } from '../aws';
import { createTestDatabases } from './databases';
import { OrderPortal, orderPortalConfig } from './orderPortal';
import { useReplicas } from './replicas';
import { SeededProduct } from './seed';

/** A quota for one product. */
export const quotaOf = (product: string, limit: number) => ({
  name: `Quota of ${product}`,
  match: { products: [product] },
  limit,
});

/** A database and an emulator for all tests of a `describe`, and what tests of quotas do with portals on them. */
export function useQuotas(
  databases: ReturnType<typeof createTestDatabases>,
  databaseId: Parameters<typeof databases.init>[0],
  products: { sandbox: SeededProduct[]; production?: SeededProduct[] },
) {
  const world = useReplicas(databases, databaseId, products);

  afterEach(() => jest.restoreAllMocks());

  /** Starts a portal with quotas, and lets it reconcile what waits: no order of an earlier test takes what this one is about. */
  async function start(
    quotas: (JsonObject & { limit: number })[],
    changes: { trustOwnerTags?: boolean; approval?: JsonObject } = {},
  ): Promise<OrderPortal> {
    const { trustOwnerTags = false, ...others } = changes;
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    const targets = (plugin.targets as JsonObject[]).map(each => ({
      ...each,
      trustOwnerTags,
    }));
    const portal = await world.start({
      config: {
        ...config,
        awsServiceCatalog: { ...plugin, ...others, quotas, targets },
      },
    });
    await portal.tick();
    return portal;
  }

  /** Orders, or previews, a launch through the first of a product's paths. */
  const ask = async (
    portal: OrderPortal,
    path: '/orders' | '/orders/preview',
    product: string,
    name: string,
    { user = 'payments-dev', target = 'sandbox' } = {},
  ) => {
    const { paths } = await portal.findProduct(product, target);
    return portal.post(
      path,
      await portal.launchOf(product, {
        name,
        target,
        pathId: paths[0].id,
        parameters: {},
      }),
      user,
    );
  };

  /** Places an order that has to be taken. */
  const order = async (portal: OrderPortal, product: string, name: string) => {
    const { status, body } = await ask(portal, '/orders', product, name);
    expect({ status, error: body.error }).toEqual({ status: 202 });
    return body;
  };

  /** How much is used of the quota that one more launch would take a place of. */
  const measure = async (
    portal: OrderPortal,
    product: string,
    target?: string,
  ): Promise<QuotaUse | undefined> => {
    const { body } = await ask(portal, '/orders/preview', product, 'one-more', {
      target,
    });
    return body.quota;
  };

  /** Lets AWS's search show nothing, as it may for a while after a launch. */
  const hideInSearch = () => {
    const { read } = AwsTarget.prototype;
    return jest
      .spyOn(AwsTarget.prototype, 'read')
      .mockImplementation(async function hiding(this: AwsTarget, ...call) {
        return call[0] === 'SearchProvisionedProducts'
          ? { ProvisionedProducts: [] }
          : read.bind(this)(...call);
      } as typeof read);
  };

  /** How much is used of the quota for a product. */
  const usedBy = async (portal: OrderPortal, product: string) =>
    (await measure(portal, product))?.used;

  return {
    get knex() {
      return world.knex;
    },
    get emulator() {
      return world.emulator;
    },
    start,
    ask,
    order,
    measure,
    usedBy,
    hideInSearch,
  };
}
