import {
  Lease,
  ProvisionedProduct,
} from 'backstage-plugin-aws-service-catalog-common';
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
  const versionStateOf = await findVersionStates(knex, items);
  const costOf = await costs.findCosts(items);
  const freshness = await targets.freshness();
  const openOrders = new Map<string, ReadonlyMap<string, string>>();
  const leaseOf = new Map<string, ReadonlyMap<string, Lease>>();
  for (const target of new Set(items.map(item => item.target))) {
    const ids = items
      .filter(item => item.target === target)
      .map(({ id }) => id);
    openOrders.set(target, await orders.findOpenOrders(target, ids));
    leaseOf.set(target, await leases.findLeases(target, ids));
  }
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
