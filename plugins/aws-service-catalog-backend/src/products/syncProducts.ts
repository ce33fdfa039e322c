import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsLaunchPath,
  AwsProduct,
  AwsTarget,
  AwsVersion,
  describeProduct,
  isAwsCallError,
  listLaunchPaths,
  searchProductsPage,
} from '../aws';
import { removeMissing, SyncOutcome } from '../database/removeMissing';
import { LaunchPathRow, ProductRow, ProductVersionRow } from '../database/rows';

type ReadProduct = {
  product: AwsProduct;
  versions: AwsVersion[];
  paths: AwsLaunchPath[];
  readAt: string;
};

/** How many products are described at the same time: enough to hide latency, few enough not to be throttled. */
const CONCURRENCY = 4;

/** Of two versions that are equally old, the later one in AWS's list is taken for newer. */
function newestFirst(versions: AwsVersion[]): AwsVersion[] {
  const time = ({ createdAt }: AwsVersion) => createdAt?.getTime() ?? 0;
  return [...versions].reverse().sort((a, b) => time(b) - time(a));
}

function lower(text: string): string {
  return text.toLocaleLowerCase('en-US');
}

function toRows(target: string, read: ReadProduct) {
  const { product, paths, readAt } = read;
  const versions = newestFirst(read.versions).map<ProductVersionRow>(
    (version, position) => ({
      target,
      product_id: product.id,
      id: version.id,
      position,
      name: version.name,
      description: version.description ?? null,
      created_at: version.createdAt?.toISOString() ?? null,
      guidance: version.guidance,
    }),
  );
  const launchPaths = paths.map<LaunchPathRow>(({ id, name }) => ({
    target,
    product_id: product.id,
    id,
    portfolio_name: name,
  }));
  const content = {
    target,
    id: product.id,
    name: product.name,
    sort_name: lower(product.name),
    search_text: lower(
      [product.name, product.provider, product.shortDescription]
        .filter(Boolean)
        .join('\n'),
    ),
    provider: product.provider,
    distributor: product.distributor ?? null,
    short_description: product.shortDescription ?? null,
    type: product.type,
    support_description: product.support.description ?? null,
    support_email: product.support.email ?? null,
    support_url: product.support.url ?? null,
  };
  const digest = createHash('sha256')
    .update(JSON.stringify([content, versions, launchPaths]))
    .digest('hex');
  const row: ProductRow = {
    ...content,
    digest,
    read_at: readAt,
    missing_since: null,
  };
  return { row, versions, launchPaths };
}

/**
 * Writes a product if it differs from our copy or was missed before, and forgets its cached launch forms when it does.
 *
 * @returns whether it was written
 */
async function writeProduct(
  knex: Knex,
  target: string,
  read: ReadProduct,
): Promise<boolean> {
  const { row, versions, launchPaths } = toRows(target, read);
  const address = { target, id: row.id };
  const known = await knex<ProductRow>('products')
    .select('digest', 'missing_since')
    .where(address)
    .first();
  if (known?.digest === row.digest && known.missing_since === null) {
    return false;
  }
  await knex.transaction(async tx => {
    const parts = { target, product_id: row.id };
    await tx('products').insert(row).onConflict(['target', 'id']).merge();
    await tx('product_versions').where(parts).delete();
    await tx('launch_paths').where(parts).delete();
    await tx('launch_forms').where(parts).delete();
    if (versions.length > 0) {
      await tx('product_versions').insert(versions);
    }
    if (launchPaths.length > 0) {
      await tx('launch_paths').insert(launchPaths);
    }
  });
  return true;
}

async function readProduct(
  target: AwsTarget,
  product: AwsProduct,
  clock: ClockService,
  signal?: AbortSignal,
): Promise<ReadProduct | undefined> {
  const readAt = clock.now().toISOString();
  try {
    const { versions } = await describeProduct(target, product.id, { signal });
    const paths = await listLaunchPaths(target, product.id, { signal });
    return { product, versions, paths, readAt };
  } catch (error) {
    // It was taken away between the search and now.
    if (isAwsCallError(error, 'not-found')) {
      return undefined;
    }
    throw error;
  }
}

/** Works on some items at a time. When one fails, what has begun is waited for, and nothing more begins. */
async function eachConcurrently<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await work(next);
      }
    } finally {
      waiting.length = 0;
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: CONCURRENCY }, worker),
  );
  const failure = ends.find(end => end.status === 'rejected');
  if (failure) {
    throw failure.reason;
  }
}

/**
 * Reads one product again and writes what changed, for example because a version or launch path is not what we know.
 *
 * @throws AwsCallError, of kind `not-found` when it is gone
 */
export async function refreshProduct(
  knex: Knex,
  target: AwsTarget,
  productId: string,
  options: { clock: ClockService },
): Promise<void> {
  const readAt = options.clock.now().toISOString();
  const { versions, ...product } = await describeProduct(target, productId);
  const paths = await listLaunchPaths(target, productId);
  await writeProduct(knex, target.name, { product, versions, paths, readAt });
}

/**
 * Brings our copy of a target's launchable products up to date: follows every page, reads versions and launch paths of each,
 * writes what changed, and removes what two complete reads did not see.
 *
 * @throws AwsCallError; what was read before it is written, nothing is removed
 */
export async function syncProducts(
  knex: Knex,
  target: AwsTarget,
  options: { clock: ClockService; signal?: AbortSignal },
): Promise<SyncOutcome> {
  const { clock, signal } = options;
  const startedAt = clock.now().toISOString();
  const seen = new Set<string>();
  const changed: string[] = [];
  const copy = async (product: AwsProduct) => {
    signal?.throwIfAborted();
    const read = await readProduct(target, product, clock, signal);
    if (read) {
      seen.add(product.id);
      if (await writeProduct(knex, target.name, read)) {
        changed.push(product.id);
      }
    }
  };
  let pageToken: string | undefined;
  do {
    const page = await searchProductsPage(target, { pageToken, signal });
    await eachConcurrently(
      page.products.filter(({ id }) => !seen.has(id)),
      copy,
    );
    pageToken = page.nextPageToken;
  } while (pageToken);
  const removal = await removeMissing(knex, 'products', {
    target: target.name,
    seen,
    startedAt,
    endedAt: clock.now().toISOString(),
    signal,
  });
  if (removal.removed > 0) {
    await knex('launch_forms')
      .where({ target: target.name })
      .whereNotIn(
        'product_id',
        knex('products').select('id').where({ target: target.name }),
      )
      .delete();
  }
  return { seen: seen.size, written: changed.length, ...removal };
}
