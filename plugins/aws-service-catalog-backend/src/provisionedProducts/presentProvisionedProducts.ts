import { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { Knex } from 'knex';
import { PluginConfig } from '../config';
import { TargetsService } from '../targets';
import { CostLinks } from './CostLinks';
import { findVersionStates } from './detail';
import { OrderLinks } from './OrderLinks';
import { StoredProvisionedProduct } from './ProvisionedProductStore';

/**
 * Completes rows with what is configured about their target, how fresh they are, which orders are changing them, what they cost
 * and whether there is a newer version.
 */
export async function presentProvisionedProducts(
  items: readonly StoredProvisionedProduct[],
  context: {
    knex: Knex;
    config: PluginConfig;
    orders: OrderLinks;
    costs: CostLinks;
    targets: TargetsService;
  },
): Promise<ProvisionedProduct[]> {
  const { knex, config, orders, targets, costs } = context;
  const versionStateOf = await findVersionStates(knex, items);
  const costOf = await costs.findCosts(items);
  const freshness = await targets.freshness();
  const openOrders = new Map<string, ReadonlyMap<string, string>>();
  for (const target of new Set(items.map(item => item.target))) {
    const ids = items.filter(item => item.target === target);
    openOrders.set(
      target,
      await orders.findOpenOrders(
        target,
        ids.map(({ id }) => id),
      ),
    );
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
      cost: costOf.get(`${item.target}/${item.id}`),
      syncedAt: syncedAt > readAt ? syncedAt : readAt,
    };
  });
}
