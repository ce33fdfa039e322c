import { Knex } from 'knex';
import { VersionState } from 'backstage-plugin-aws-service-catalog-common';
import { ProductVersionRow, SyncStateRow } from '../../database/rows';
import { StoredProvisionedProduct } from '../ProvisionedProductStore';

type Running = Pick<
  StoredProvisionedProduct,
  'target' | 'id' | 'product' | 'version'
>;

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
  const known = await knex<SyncStateRow>('sync_states')
    .where({ inventory: 'products' })
    .whereIn('target', targets)
    .whereNotNull('synced_at')
    .pluck('target');
  const rows = await knex<ProductVersionRow>('product_versions')
    .select('target', 'product_id', 'id', 'name', 'guidance')
    .whereIn('target', targets)
    .whereIn('product_id', [...new Set(items.map(item => item.product.id))])
    .orderBy('position');
  return item =>
    known.includes(item.target)
      ? decideVersionState(
          item,
          rows.filter(
            row =>
              row.target === item.target && row.product_id === item.product.id,
          ),
        )
      : undefined;
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
