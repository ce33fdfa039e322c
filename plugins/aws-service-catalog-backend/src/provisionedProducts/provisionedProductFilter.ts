import { Knex } from 'knex';
import { whereContainsWords } from '../database/cursor';
import { whereOutdated } from './detail';

/** What a list is narrowed to. */
export type ProvisionedProductFilter = {
  /** What belongs on an entity's page: what was ordered or tagged for it, and what it points at. */
  entity?: { ref: string; pointsAt: readonly string[] };
  owner?: string;
  unowned?: boolean;
  drifted?: boolean;
  /** Whether another version is the newest. */
  outdated?: boolean;
  status?: string;
  product?: string;
  target?: string;
  /** Only those whose lease is in force and ends before; ISO 8601 in UTC, with milliseconds. */
  leaseEndsBefore?: string;
  search?: string;
  limit: number;
  cursor?: string;
};

const table = 'provisioned_products';

/** Nothing has two leases. */
function joinLeaseThatEnds(query: Knex.QueryBuilder, before: string): void {
  query
    .join('leases', join =>
      join
        .on('leases.target', `${table}.target`)
        .andOn('leases.provisioned_product_id', `${table}.id`),
    )
    .whereIn('leases.status', ['running', 'expired'])
    .where('leases.ends_at', '<', before);
}

/** Leaves only the provisioned products that a filter asks for; pages are not its concern. */
export function whereMatches(
  query: Knex.QueryBuilder,
  filter: ProvisionedProductFilter,
): void {
  const { entity, owner, status, product, target, search } = filter;
  if (entity) {
    query.andWhere(any => {
      any.where(`${table}.entity_ref`, entity.ref);
      // An empty list would keep SQLite from using the index.
      if (entity.pointsAt.length > 0) {
        any.orWhereIn(`${table}.id`, [...entity.pointsAt]);
      }
    });
  }
  const equals = { owner_ref: owner, status, product_id: product, target };
  for (const [column, value] of Object.entries(equals)) {
    if (value !== undefined) {
      query.where(`${table}.${column}`, value);
    }
  }
  if (filter.leaseEndsBefore !== undefined) {
    joinLeaseThatEnds(query, filter.leaseEndsBefore);
  }
  if (filter.unowned) {
    query.whereNull(`${table}.owner_ref`);
  }
  if (filter.drifted !== undefined) {
    query[filter.drifted ? 'whereNotNull' : 'whereNull'](`${table}.drift`);
  }
  if (filter.outdated !== undefined) {
    whereOutdated(query, filter.outdated);
  }
  if (search) {
    whereContainsWords(query, `${table}.sort_name`, search);
  }
}
