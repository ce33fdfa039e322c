import { Knex } from 'knex';
import { LeaseRow } from '../database/rows';
import { addToOutbox, Outbox } from '../orders';
import { LeaseEventRow, toLeaseRow } from './leaseRows';
import { LeaseEventType, StoredLease } from './StoredLease';
import { isTold } from './telling/leaseNotices';
import { isSignalled } from './telling/LeaseSignalChannel';

/** The outbox of leases. */
export const leaseOutbox: Outbox = {
  table: 'lease_outbox',
  subject: 'lease_id',
  channels: ['notification', 'signal', 'audit'],
};

/** What is to be noted of a lease with a change. */
export type LeaseNote = {
  type: LeaseEventType;
  /** One plain sentence. */
  message: string;
  /** Absent: the portal itself. */
  actor?: string;
};

/** A change of a lease that is to be saved, with what its history says of it. */
export type LeaseChange = {
  lease: StoredLease;
  note?: LeaseNote;
  /** Whether it makes all that nobody could be told of until now idle: that is taken back. */
  supersedes?: boolean;
};

type Noted = { lease: StoredLease; note: LeaseNote };

/**
 * Adds leases, in three statements however many there are, except where there is one for the same provisioned product.
 *
 * @returns those that were added
 */
export async function insertLeases(
  tx: Knex,
  begun: readonly Noted[],
): Promise<StoredLease[]> {
  if (begun.length === 0) {
    return [];
  }
  const noted = begun.map(({ lease, note }) => ({
    lease: { ...lease, revision: 1, lastSequence: 1 },
    note,
  }));
  // SQLite and PostgreSQL both tell what was inserted.
  const inserted = await tx<LeaseRow>('leases')
    .insert(noted.map(({ lease }) => toLeaseRow(lease)))
    .onConflict(['target', 'provisioned_product_id'])
    .ignore()
    .returning('id');
  return addEvents(tx, noted, inserted);
}

/**
 * Saves leases, with what happened to them, in a few statements however many there are; each unless somebody saved it since it was read.
 *
 * @returns those that were saved, as saved; of the others nothing was written or taken back
 */
export async function saveLeases(
  tx: Knex,
  changes: readonly LeaseChange[],
  now: Date,
): Promise<StoredLease[]> {
  if (changes.length === 0) {
    return [];
  }
  const next = changes
    .map(({ lease, ...change }) => ({
      ...change,
      lease: {
        ...lease,
        revision: lease.revision + 1,
        lastSequence: lease.lastSequence + (change.note ? 1 : 0),
        updatedAt: now.toISOString(),
      },
    }))
    // In the same order everywhere, so that no two transactions wait for each other.
    .sort((a, b) => (a.lease.id < b.lease.id ? -1 : 1));
  const rows = next.map(({ lease }) => toLeaseRow(lease));
  // All of them are there, so none is inserted.
  const saved = await tx<LeaseRow>('leases')
    .insert(rows)
    .onConflict('id')
    .merge(
      (Object.keys(rows[0]) as (keyof LeaseRow)[]).filter(
        column => column !== 'id',
      ),
    )
    .whereRaw('leases.revision = excluded.revision - 1')
    .returning('id');
  const savedIds = new Set(saved.map(({ id }) => id));
  const superseding = next.filter(
    ({ lease, supersedes }) => supersedes && savedIds.has(lease.id),
  );
  if (superseding.length > 0) {
    await tx(leaseOutbox.table)
      .whereIn(
        leaseOutbox.subject,
        superseding.map(({ lease }) => lease.id),
      )
      .where({ channel: 'notification' })
      .delete();
  }
  await addEvents(
    tx,
    next.flatMap(({ lease, note }) => (note ? [{ lease, note }] : [])),
    saved,
  );
  return next.flatMap(({ lease }) => (savedIds.has(lease.id) ? [lease] : []));
}

/** @returns the leases whose ids are among the written ones */
async function addEvents(
  tx: Knex,
  noted: readonly Noted[],
  written: readonly { id: string }[],
): Promise<StoredLease[]> {
  const ids = new Set(written.map(({ id }) => id));
  const happened = noted.filter(({ lease }) => ids.has(lease.id));
  if (happened.length > 0) {
    await tx<LeaseEventRow>('lease_events').insert(
      happened.map(({ lease, note }) => ({
        lease_id: lease.id,
        sequence: lease.lastSequence,
        at: lease.updatedAt,
        type: note.type,
        actor: note.actor ?? null,
        message: note.message,
      })),
    );
    await addToOutbox(
      tx,
      leaseOutbox,
      happened.map(({ lease, note }) => ({
        subject: lease.id,
        sequence: lease.lastSequence,
        at: lease.updatedAt,
        channels: channelsOf(lease, note.type),
      })),
    );
  }
  return happened.map(({ lease }) => lease);
}

/** Everything is told to the audit log, most of it to nobody else. */
function channelsOf(
  lease: StoredLease,
  type: LeaseEventType,
): Outbox['channels'] {
  return leaseOutbox.channels.filter(
    channel =>
      channel === 'audit' ||
      (channel === 'signal' ? isSignalled(type, lease) : isTold(type)),
  );
}
