import { Knex } from 'knex';
import { VersionState } from 'backstage-plugin-aws-service-catalog-common';
import { ProductVersionRow } from '../../database/rows';
import { StoredProvisionedProduct } from '../ProvisionedProductStore';

type Running = Pick<
  StoredProvisionedProduct,
  'target' | 'id' | 'product' | 'version'
>;

/** A version that a target offers; no version where it offers none. */
type OfferedRow = Pick<
  ProductVersionRow,
  'target' | 'id' | 'name' | 'guidance'
> & {
  product_id: string | null;
};

/**
 * Tells how the version that runs stands among a product's versions.
 *
 * @param versions - of the product, newest first; empty: it is gone
 */
function decideVersionState(
  running: Pick<Running, 'version'>,
  versions: readonly Pick<ProductVersionRow, 'id' | 'name' | 'guidance'>[],
): VersionState {
  const found = versions.findIndex(({ id }) => id === running.version.id);
  const best = versions.findIndex(({ guidance }) => guidance === 'DEFAULT');
  const newest =
    best < 0 || best === found
      ? undefined
      : { id: versions[best].id, name: versions[best].name };
  if (found < 0) {
    return { state: 'gone', newest };
  }
  if (versions[found].guidance === 'DEPRECATED') {
    return { state: 'deprecated', newest };
  }
  return best < found
    ? { state: 'newer-available', newest }
    : { state: 'current' };
}

/** The state of each version that runs, by target and id; none in targets whose products were not read yet. */
export async function findVersionStates(
  knex: Knex,
  items: readonly Running[],
): Promise<(item: Running) => VersionState | undefined> {
  if (items.length === 0) {
    return () => undefined;
  }
  const targets = [...new Set(items.map(({ target }) => target))];
  // A target whose products were read has a row, also where it offers none of these.
  const rows: OfferedRow[] = await knex('sync_states')
    .leftJoin('product_versions', join =>
      join
        .on('product_versions.target', 'sync_states.target')
        .onIn('product_versions.product_id', [
          ...new Set(items.map(item => item.product.id)),
        ]),
    )
    .where('sync_states.inventory', 'products')
    .whereIn('sync_states.target', targets)
    .whereNotNull('sync_states.synced_at')
    .orderBy('product_versions.position')
    .select(
      'sync_states.target',
      'product_versions.product_id',
      'product_versions.id',
      'product_versions.name',
      'product_versions.guidance',
    );
  return item => {
    const offered = rows.filter(({ target }) => target === item.target);
    return offered.length > 0
      ? decideVersionState(
          item,
          offered.filter(row => row.product_id === item.product.id),
        )
      : undefined;
  };
}

/**
 * Narrows a query of `provisioned_products` to those that do, or do not, run the newest version: exactly those that
 * {@link decideVersionState} calls other than `current`.
 */
export function whereOutdated(query: Knex.QueryBuilder, yes: boolean): void {
  const ofTheSame = (versions: Knex.QueryBuilder, name: string) =>
    versions
      .whereRaw(`${name}.target = provisioned_products.target`)
      .whereRaw(`${name}.product_id = provisioned_products.product_id`)
      .where(`${name}.guidance`, 'DEFAULT');
  const runsTheNewest = (versions: Knex.QueryBuilder) =>
    ofTheSame(versions.select('own.id').from('product_versions as own'), 'own')
      .whereRaw('own.id = provisioned_products.version_id')
      .whereNotExists(newer =>
        ofTheSame(
          newer.select('newer.id').from('product_versions as newer'),
          'newer',
        ).whereRaw('newer.position < own.position'),
      );
  const isKnown = (states: Knex.QueryBuilder) =>
    states
      .select('sync_states.target')
      .from('sync_states')
      .where('sync_states.inventory', 'products')
      .whereNotNull('sync_states.synced_at')
      .whereRaw('sync_states.target = provisioned_products.target');
  if (yes) {
    query.whereExists(isKnown).whereNotExists(runsTheNewest);
  } else {
    query.andWhere(any =>
      any.whereNotExists(isKnown).orWhereExists(runsTheNewest),
    );
  }
}
