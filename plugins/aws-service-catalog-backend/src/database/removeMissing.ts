import { Knex } from 'knex';

/** At most so many rows are written in one statement. */
const BATCH_SIZE = 500;

/** A complete read that lacks more than this part of what we have is believed only when the next one lacks it too. */
const SUSPICIOUS_LOSS = 0.1;

const READ_SIZE = 5_000;

/** Cuts a list into batches. */
function inBatches<T>(items: readonly T[]): T[][] {
  return Array.from(
    { length: Math.ceil(items.length / BATCH_SIZE) },
    (_, index) => items.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}

type Candidate = {
  id: string;
  read_at: string;
  missing_since: string | null;
  deleted_at?: string | null;
};

/** What {@link removeMissing} did. */
type RemovalOutcome = {
  removed: number;
  /** Not seen, but kept until the next complete read says the same. */
  suspected: number;
};

/** What a sync did. */
export type SyncOutcome = RemovalOutcome & {
  /** How many AWS showed. */
  seen: number;
  /** How many of them were new or different. */
  written: number;
};

/**
 * Removes the rows of a target that a complete read did not see. A row that was written or marked as deleted after the read
 * began is left alone: the read may have passed its place before.
 *
 * @param options.seen - ids that the read saw
 * @param options.startedAt - when the read began
 */
export async function removeMissing(
  knex: Knex,
  table: 'products' | 'provisioned_products',
  options: {
    target: string;
    seen: ReadonlySet<string>;
    startedAt: string;
    signal?: AbortSignal;
  },
): Promise<RemovalOutcome> {
  const { target, seen, startedAt } = options;
  const columns = ['id', 'read_at', 'missing_since'];
  if (table === 'provisioned_products') {
    columns.push('deleted_at');
  }
  const missing: Candidate[] = [];
  const cleared: string[] = [];
  let known = 0;
  let lost = 0;
  let after = '';
  for (;;) {
    const rows: Candidate[] = await knex(table)
      .select(columns)
      .where({ target })
      .where('id', '>', after)
      .orderBy('id')
      .limit(READ_SIZE);
    for (const row of rows) {
      const isDeleted = Boolean(row.deleted_at);
      known += isDeleted ? 0 : 1;
      if (seen.has(row.id)) {
        if (row.missing_since) {
          cleared.push(row.id);
        }
      } else if (row.read_at < startedAt) {
        lost += isDeleted ? 0 : 1;
        missing.push(row);
      }
    }
    if (rows.length < READ_SIZE) {
      break;
    }
    after = rows[rows.length - 1].id;
  }
  const isSuspicious = lost > known * SUSPICIOUS_LOSS;
  const isGone = (row: Candidate) =>
    row.deleted_at
      ? row.deleted_at < startedAt
      : !isSuspicious || row.missing_since !== null;
  const gone = missing.filter(isGone).map(({ id }) => id);
  const suspected = missing
    .filter(row => !row.deleted_at && !isGone(row))
    .map(({ id }) => id);
  const unchanged = (ids: string[]) =>
    knex(table).where({ target }).whereIn('id', ids);
  for (const ids of inBatches(cleared)) {
    options.signal?.throwIfAborted();
    await unchanged(ids).update({ missing_since: null });
  }
  for (const ids of inBatches(suspected)) {
    options.signal?.throwIfAborted();
    await unchanged(ids).update({ missing_since: startedAt });
  }
  for (const ids of inBatches(gone)) {
    options.signal?.throwIfAborted();
    await unchanged(ids).where('read_at', '<', startedAt).delete();
  }
  return { removed: gone.length, suspected: suspected.length };
}
