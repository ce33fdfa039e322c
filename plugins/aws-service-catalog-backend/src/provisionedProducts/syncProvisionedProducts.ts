import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTarget, searchProvisionedProductsPage } from '../aws';
import { removeMissing, SyncOutcome } from '../database/removeMissing';
import { InventoryStore } from './InventoryStore';

/**
 * Brings our copy of a target's provisioned products up to date: one AWS call for each 100, following every page; writes what
 * changed, and removes what two complete reads did not see.
 *
 * @throws AwsCallError; what was read before it is written, nothing is removed
 */
export async function syncProvisionedProducts(
  knex: Knex,
  target: AwsTarget,
  options: {
    store: InventoryStore;
    clock: ClockService;
    signal?: AbortSignal;
  },
): Promise<SyncOutcome> {
  const { store, clock, signal } = options;
  const startedAt = clock.now().toISOString();
  const seen = new Set<string>();
  let written = 0;
  let pageToken: string | undefined;
  do {
    signal?.throwIfAborted();
    const readAt = clock.now().toISOString();
    const page = await searchProvisionedProductsPage(target, {
      pageToken,
      signal,
    });
    // A page that overlaps the one before is no reason to write a row twice in one statement.
    const fresh = page.provisionedProducts.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    });
    written += await knex.transaction(tx =>
      store.writePage(tx, target.name, fresh, readAt),
    );
    pageToken = page.nextPageToken;
  } while (pageToken);
  const removal = await removeMissing(knex, 'provisioned_products', {
    target: target.name,
    seen,
    startedAt,
    endedAt: clock.now().toISOString(),
    signal,
  });
  return { seen: seen.size, written, ...removal };
}
