import { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { Knex } from 'knex';
import { PluginConfig } from '../config';
import { TargetsService } from '../targets';
import { CostLinks } from './CostLinks';
import { findVersionStates } from './detail';
import { LeaseViews } from './LeaseViews';
import { OrderLinks } from './OrderLinks';
import { StoredProvisionedProduct } from './ProvisionedProductStore';

/**
 * Completes rows with what is configured about their target, how fresh they are, which orders are changing them, how long they may live, what they cost
 * and whether there is a newer version.
 */
export async function presentProvisionedProducts(
  items: readonly StoredProvisionedProduct[],
  context: {
    knex: Knex;
    config: PluginConfig;
    orders: OrderLinks;
    costs: CostLinks;
    leases: LeaseViews;
    targets: TargetsService;
  },
): Promise<ProvisionedProduct[]> {
  const { knex, config, orders, targets, costs, leases } = context;
  const idsByTarget = new Map<string, string[]>();
  for (const { target, id } of items) {
    idsByTarget.set(target, [...(idsByTarget.get(target) ?? []), id]);
  }
  const ofEachTarget = async <T>(
    find: (target: string, ids: string[]) => Promise<T>,
  ) =>
    new Map(
      await Promise.all(
        [...idsByTarget].map(
          async ([target, ids]) => [target, await find(target, ids)] as const,
        ),
      ),
    );
  const [versionStateOf, costOf, freshness, openOrders, leaseOf] =
    await Promise.all([
      findVersionStates(knex, items),
      costs.findCosts(items),
      targets.freshness(),
      ofEachTarget((target, ids) => orders.findOpenOrders(target, ids)),
      ofEachTarget((target, ids) => leases.findLeases(target, ids)),
    ]);
  return items.map(item => {
    const { readAt, drift, outputsReadAt: _, requester: __, ...shown } = item;
    const { accountId = '', region = '' } =
      config.targets.find(({ name }) => name === item.target) ?? {};
    const syncedAt = freshness.get(item.target)?.syncedAt ?? readAt;
    return {
      ...shown,
      versionState: versionStateOf(item),
      drifted: drift && true,
      accountId,
      region,
      openOrderId: openOrders.get(item.target)?.get(item.id),
      lease: leaseOf.get(item.target)?.get(item.id),
      cost: costOf.get(`${item.target}/${item.id}`),
      syncedAt: syncedAt > readAt ? syncedAt : readAt,
    };
  });
}
