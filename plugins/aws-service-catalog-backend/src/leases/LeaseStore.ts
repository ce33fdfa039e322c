import { Knex } from 'knex';
import { LeaseRow } from '../database/rows';
import { OutboxRow } from '../orders';
import { fromLeaseEventRow, fromLeaseRow, LeaseEventRow } from './leaseRows';
import { StoredLease, StoredLeaseEvent } from './StoredLease';
import { isInForce } from './presentLease';
import { insertLeases, LeaseNote, saveLeases } from './writeLeases';

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
    return (await insertLeases(tx, [{ lease, note }])).length > 0;
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
    return (await saveLeases(tx, [{ lease, note }], now))[0];
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
    return (await saveLeases(tx, [{ lease, note, supersedes: true }], now))[0];
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
   * The leases that are in force of some, by id: the primary key finds where to go on.
   *
   * @returns the leases, and the id of the last one; undefined when there are no more
   */
  async listInForce(
    tx: Knex,
    options: { after: string; limit: number },
  ): Promise<{ leases: StoredLease[]; last?: string }> {
    const rows = await tx<LeaseRow>('leases')
      .where('id', '>', options.after)
      .orderBy('id')
      .limit(options.limit);
    return {
      leases: rows.flatMap(readable).filter(isInForce),
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
      .orderBy('due_at')
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
}
