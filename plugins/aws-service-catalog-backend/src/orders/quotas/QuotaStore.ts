import { Knex } from 'knex';
import { finalOrderStates } from 'backstage-plugin-aws-service-catalog-common';
import { LaunchPathRow, ProvisionedProductRow } from '../../database/rows';
import { kindsThatMakeNew } from '../kinds';
import { OrderRow } from '../orderRows';
import { StoredOrder } from '../StoredOrder';

/** Things of one product that an owner has, or will have. */
export type Holding = {
  target: string;
  product: { id: string; name: string };
  /** Absent: several, that are all there. */
  name?: string;
  count: number;
};

/** Whose holdings are listed. */
export type HoldingsFilter = {
  owner: string;
  targets: readonly string[];
  /** Of all things this one is left out. */
  except: { target: string; name: string };
  /** Of the orders that wait to be launched only those that were placed before this one; absent: all. */
  placedBefore?: Pick<StoredOrder, 'id' | 'createdAt'>;
};

type HoldingRow = {
  target: string;
  product_id: string;
  product_name: string;
  name: string | null;
  count: number | string;
};

/** What quotas are counted from. Every method takes the transaction it is part of. */
export class QuotaStore {
  /**
   * What an owner has in our copy of the inventory, in any status, and what will be there: launches and imports under way, and those that
   * ended while AWS did not show the result. What an order launches and the inventory has is listed once.
   *
   * It is one statement, because between two of them a launch could end, and be in neither.
   */
  async listHoldings(tx: Knex, filter: HoldingsFilter): Promise<Holding[]> {
    const rows: HoldingRow[] = await tx
      .select('*')
      // Knex would put its grouping behind the union.
      .from(inventoryOf(tx, filter).as('inventory'))
      .unionAll([launchesOf(tx, filter)]);
    return rows.map(row => ({
      target: row.target,
      product: { id: row.product_id, name: row.product_name },
      name: row.name ?? undefined,
      count: Number(row.count),
    }));
  }

  /** The portfolios that some products can be launched through. */
  async listPortfolios(
    tx: Knex,
    productIds: readonly string[],
  ): Promise<{ target: string; productId: string; portfolioName: string }[]> {
    const rows = await tx<LaunchPathRow>('launch_paths')
      .select('target', 'product_id', 'portfolio_name')
      .whereIn('product_id', [...new Set(productIds)]);
    return rows.map(row => ({
      target: row.target,
      productId: row.product_id,
      portfolioName: row.portfolio_name,
    }));
  }
}

/** Those that the last sync did not see are still counted: the next one decides. */
function inventoryOf(
  tx: Knex,
  { owner, targets, except }: HoldingsFilter,
): Knex.QueryBuilder {
  const columns = ['target', 'product_id', 'product_name'];
  return tx<ProvisionedProductRow>('provisioned_products')
    .select(
      ...columns,
      tx.raw('cast(null as text) as name'),
      tx.raw('count(*) as count'),
    )
    .where('owner_ref', owner)
    .whereIn('target', [...targets])
    .whereNull('deleted_at')
    .andWhere(other =>
      other
        .whereNot('target', except.target)
        .orWhereNot('provisioned_products.name', except.name),
    )
    .groupBy(columns);
}

function launchesOf(
  tx: Knex,
  { owner, targets, except, placedBefore }: HoldingsFilter,
): Knex.QueryBuilder {
  return tx<OrderRow>('orders')
    .select(
      'target',
      'product_id',
      'product_name',
      'provisioned_product_name as name',
      tx.raw('1 as count'),
    )
    .where({ owner })
    .whereIn('kind', kindsThatMakeNew)
    .whereIn('target', [...targets])
    .andWhere(other =>
      other
        .whereNot('target', except.target)
        .orWhereNot('provisioned_product_name', except.name),
    )
    .andWhere(any =>
      any
        .where(open => whereOpen(open, placedBefore))
        .orWhere(ended => whereResultIsOutstanding(ended)),
    )
    .whereNotExists(there =>
      there
        .select('id')
        .from('provisioned_products as named')
        .whereRaw('named.target = orders.target')
        .whereRaw('named.name = orders.provisioned_product_name')
        .where('named.owner_ref', owner)
        .whereNull('named.deleted_at'),
    );
}

function whereOpen(
  query: Knex.QueryBuilder,
  placedBefore: HoldingsFilter['placedBefore'],
): void {
  query.whereNotIn('state', [...finalOrderStates]);
  if (placedBefore) {
    const { id, createdAt } = placedBefore;
    query.andWhere(any =>
      any
        // AWS has, or may have, those.
        .whereIn('state', ['submitting', 'running'])
        .orWhere('created_at', '<', createdAt)
        .orWhere(same =>
          same.where('created_at', createdAt).andWhere('id', '<', id),
        ),
    );
  }
}

/** An order that has ended is due while the inventory does not show its result. A row that is there decides, whoever owns it. */
function whereResultIsOutstanding(query: Knex.QueryBuilder): void {
  query
    .whereIn('state', [...finalOrderStates])
    .whereNotNull('due_at')
    .whereNotNull('provisioned_product_id')
    .whereNotExists(known =>
      known
        .select('id')
        .from('provisioned_products as known')
        .whereRaw('known.target = orders.target')
        .whereRaw('known.id = orders.provisioned_product_id'),
    );
}
