import { Knex } from 'knex';
import { inBatches } from './inBatches';

const READ_SIZE = 5_000;

type Candidate = {
  id: string;
  read_at: string;
  missing_since: string | null;
  deleted_at?: string | null;
};

/** What {@link removeMissing} did. */
type RemovalOutcome = {
  removed: number;
  /** Not seen, but kept until the next complete read does not see them either. */
  missing: number;
};

/** What a sync did. */
export type SyncOutcome = RemovalOutcome & {
  /** How many AWS showed. */
  seen: number;
  /** How many of them were new or different. */
  written: number;
};

/** The rows of a target that a read should have seen and did not. */
async function listUnseen(
  knex: Knex,
  table: 'products' | 'provisioned_products',
  read: { target: string; seen: ReadonlySet<string>; startedAt: string },
): Promise<Candidate[]> {
  const columns = ['id', 'read_at', 'missing_since'];
  if (table === 'provisioned_products') {
    columns.push('deleted_at');
  }
  const unseen: Candidate[] = [];
  let rows: Candidate[];
  let after = '';
  do {
    rows = await knex(table)
      .select(columns)
      .where({ target: read.target })
      .where('id', '>', after)
      .orderBy('id')
      .limit(READ_SIZE);
    unseen.push(
      ...rows.filter(
        row =>
          !read.seen.has(row.id) &&
          row.read_at < read.startedAt &&
          (!row.deleted_at || row.deleted_at < read.startedAt),
      ),
    );
    after = rows[rows.length - 1]?.id;
  } while (rows.length === READ_SIZE);
  return unseen;
}

/**
 * Removes the rows of a target that two complete reads, one after the other, did not see. One is not enough: AWS's pages are
 * offsets, so that a termination during the read shifts something that lives out of view. Something that AWS's record says is
 * terminated needs no second read.
 *
 * A row that was written or marked as deleted after the read began is left alone: the read may have passed its place before.
 *
 * @param read.seen - ids that the read saw
 * @param read.startedAt - when the read began
 * @param read.endedAt - when the read had seen everything
 */
export async function removeMissing(
  knex: Knex,
  table: 'products' | 'provisioned_products',
  read: {
    target: string;
    seen: ReadonlySet<string>;
    startedAt: string;
    endedAt: string;
    signal?: AbortSignal;
  },
): Promise<RemovalOutcome> {
  const { target, startedAt, endedAt, signal } = read;
  const unseen = await listUnseen(knex, table, read);
  const gone = unseen.filter(
    row =>
      row.deleted_at || (row.missing_since && row.missing_since < startedAt),
  );
  const missing = unseen.filter(row => !row.deleted_at && !row.missing_since);
  // Whoever sees one of them meanwhile writes it.
  const unwritten = (rows: Candidate[]) =>
    knex(table)
      .where({ target })
      .whereIn(
        'id',
        rows.map(({ id }) => id),
      )
      .where('read_at', '<', startedAt);
  for (const rows of inBatches(missing)) {
    signal?.throwIfAborted();
    await unwritten(rows).update({ missing_since: endedAt });
  }
  for (const rows of inBatches(gone)) {
    signal?.throwIfAborted();
    await unwritten(rows).delete();
  }
  return { removed: gone.length, missing: missing.length };
}
