import { Knex } from 'knex';
import { LeaseRow } from '../database/rows';
import { addToOutbox, Outbox, OutboxRow } from '../orders';
import {
  fromLeaseEventRow,
  fromLeaseRow,
  LeaseEventRow,
  toLeaseRow,
} from './leaseRows';
import { LeaseEventType, StoredLease, StoredLeaseEvent } from './StoredLease';
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

/** The last events of a lease that are shown. */
const SHOWN_EVENTS = 100;

function readable(row: LeaseRow): StoredLease[] {
  try {
    return [fromLeaseRow(row)];
  } catch {
    // One that is damaged must not hide the others; the keeper, which comes to it by itself, says so in the log.
    return [];
  }
}

/** Leases and their history in the database. Every method takes the transaction it is part of. */
export class LeaseStore {
  /**
   * Adds a lease, unless there is one for the same provisioned product.
   *
   * @returns whether it was added
   */
  async insert(
    tx: Knex,
    lease: StoredLease,
    note: LeaseNote,
  ): Promise<boolean> {
    const noted = { ...lease, revision: 1, lastSequence: 1 };
    // SQLite and PostgreSQL both tell what was inserted.
    const inserted = await tx<LeaseRow>('leases')
      .insert(toLeaseRow(noted))
      .onConflict(['target', 'provisioned_product_id'])
      .ignore()
      .returning('id');
    if (inserted.length === 0) {
      return false;
    }
    await this.addEvent(tx, noted, note);
    return true;
  }

  /**
   * Saves a lease, with what happened to it, if nobody saved it since it was read.
   *
   * @returns the lease as saved; undefined when another save came first, and nothing was written
   */
  async save(
    tx: Knex,
    lease: StoredLease,
    now: Date,
    note?: LeaseNote,
  ): Promise<StoredLease | undefined> {
    const saved: StoredLease = {
      ...lease,
      revision: lease.revision + 1,
      lastSequence: lease.lastSequence + (note ? 1 : 0),
      updatedAt: now.toISOString(),
    };
    const { id, ...columns } = toLeaseRow(saved);
    const count = await tx<LeaseRow>('leases')
      .where({ id, revision: lease.revision })
      .update(columns);
    if (count === 0) {
      return undefined;
    }
    if (note) {
      await this.addEvent(tx, saved, note);
    }
    return saved;
  }

  /**
   * Saves a lease as `save` does, with something that makes all that nobody could be told of until now idle: it is taken back.
   *
   * @returns the lease as saved; undefined when another save came first, and nothing was written or taken back
   */
  async saveAnew(
    tx: Knex,
    lease: StoredLease,
    now: Date,
    note: LeaseNote,
  ): Promise<StoredLease | undefined> {
    const saved = await this.save(tx, lease, now, note);
    if (saved) {
      await tx(leaseOutbox.table)
        .where({ lease_id: saved.id, channel: 'notification' })
        .where('sequence', '<', saved.lastSequence)
        .delete();
    }
    return saved;
  }

  /** The lease with an id, if there is one. */
  async find(tx: Knex, id: string): Promise<StoredLease | undefined> {
    const row = await tx<LeaseRow>('leases').where({ id }).first();
    return row && fromLeaseRow(row);
  }

  /** The leases of some provisioned products of a target, whatever their status. */
  async listOf(
    tx: Knex,
    target: string,
    provisionedProductIds: readonly string[],
  ): Promise<StoredLease[]> {
    const rows = await tx<LeaseRow>('leases')
      .where({ target })
      .whereIn('provisioned_product_id', [...provisionedProductIds]);
    return rows.flatMap(readable);
  }

  /**
   * Some of the leases that are in force, by id.
   *
   * @returns the leases, and the id of the last one; undefined when there are no more
   */
  async listInForce(
    tx: Knex,
    options: { after: string; limit: number },
  ): Promise<{ leases: StoredLease[]; last?: string }> {
    const rows = await tx<LeaseRow>('leases')
      .whereIn('status', ['running', 'expired'])
      .where('id', '>', options.after)
      .orderBy('id')
      .limit(options.limit);
    return {
      leases: rows.flatMap(readable),
      last:
        rows.length === options.limit ? rows[rows.length - 1].id : undefined,
    };
  }

  /**
   * Leases that are due, those that wait longest first.
   *
   * @returns the leases, and the ids of those that are damaged
   */
  async listDue(
    tx: Knex,
    options: { now: string; limit: number },
  ): Promise<{ leases: StoredLease[]; damaged: string[] }> {
    const rows = await tx<LeaseRow>('leases')
      .where('due_at', '<=', options.now)
      .orderBy(['due_at', 'id'])
      .limit(options.limit);
    const leases = rows.flatMap(readable);
    const known = new Set(leases.map(({ id }) => id));
    return {
      leases,
      damaged: rows.map(({ id }) => id).filter(id => !known.has(id)),
    };
  }

  /** Has one looked at later, whatever is wrong with it. */
  async defer(tx: Knex, id: string, dueAt: string): Promise<void> {
    await tx<LeaseRow>('leases').where({ id }).update({ due_at: dueAt });
  }

  /** Has all looked at that would be later. */
  async hasten(tx: Knex, dueAt: string): Promise<void> {
    await tx<LeaseRow>('leases')
      .where('due_at', '>', dueAt)
      .update({ due_at: dueAt });
  }

  /** The last events of a lease, oldest first. */
  async listEvents(tx: Knex, leaseId: string): Promise<StoredLeaseEvent[]> {
    const rows = await tx<LeaseEventRow>('lease_events')
      .where({ lease_id: leaseId })
      .orderBy('sequence', 'desc')
      .limit(SHOWN_EVENTS);
    return rows.reverse().map(fromLeaseEventRow);
  }

  /** What a row of the outbox is about; undefined when it is gone. */
  async findTold(
    tx: Knex,
    { subject, sequence }: OutboxRow,
  ): Promise<{ event: StoredLeaseEvent; subject: StoredLease } | undefined> {
    const lease = await this.find(tx, subject);
    const row = await tx<LeaseEventRow>('lease_events')
      .where({ lease_id: subject, sequence })
      .first();
    return lease && row && { event: fromLeaseEventRow(row), subject: lease };
  }

  private async addEvent(
    tx: Knex,
    lease: StoredLease,
    { type, message, actor }: LeaseNote,
  ): Promise<void> {
    const { id, lastSequence, updatedAt } = lease;
    await tx<LeaseEventRow>('lease_events').insert({
      lease_id: id,
      sequence: lastSequence,
      at: updatedAt,
      type,
      actor: actor ?? null,
      message,
    });
    const channels = leaseOutbox.channels.filter(
      channel =>
        channel === 'audit' ||
        (channel === 'signal' ? isSignalled(type, lease) : isTold(type)),
    );
    await addToOutbox(
      tx,
      { ...leaseOutbox, channels },
      { subject: id, sequence: lastSequence, at: updatedAt },
    );
  }
}
