import { Knex } from 'knex';

/** Everyone who is told of an order's events. Each is told independently of the others. */
export const outboxChannels = [
  'notification',
  'signal',
  'audit',
  'event',
  'metric',
] as const;

/** The name of a channel. */
export type OutboxChannelName = (typeof outboxChannels)[number];

/** Where events wait to be delivered: those of each subject in sequence. */
export type Outbox = Readonly<{
  table: string;
  /** The column that says what an event happened to. */
  subject: string;
  channels: readonly OutboxChannelName[];
}>;

/** The outbox of orders. */
export const orderOutbox: Outbox = {
  table: 'order_outbox',
  subject: 'order_id',
  channels: outboxChannels,
};

/** One event that one channel still has to be told of. */
export type OutboxRow = {
  id: number;
  /** What it happened to. */
  subject: string;
  sequence: number;
  channel: OutboxChannelName;
  /** Failed attempts so far. */
  failures: number;
  due_at: string;
  set_aside_at: string | null;
  set_aside_reason: string | null;
};

/**
 * Notes, in the transaction that writes events, that channels have to be told of them.
 *
 * @param events - `channels`: those that are told of it; default: all
 */
export async function addToOutbox(
  tx: Knex,
  { table, subject, channels }: Outbox,
  events: readonly {
    subject: string;
    sequence: number;
    at: string;
    channels?: Outbox['channels'];
  }[],
): Promise<void> {
  await tx(table).insert(
    events.flatMap(event =>
      (event.channels ?? channels).map(channel => ({
        [subject]: event.subject,
        sequence: event.sequence,
        channel,
        failures: 0,
        due_at: event.at,
        set_aside_at: null,
        set_aside_reason: null,
      })),
    ),
  );
}

/**
 * The rows of a channel that are due: of each order only the oldest, so that the channel hears of its events in order. A row
 * that was set aside holds nobody up.
 */
export async function listDeliverable(
  knex: Knex,
  { table, subject }: Outbox,
  options: { channel: OutboxChannelName; now: string; limit: number },
): Promise<OutboxRow[]> {
  return knex(`${table} as row`)
    .where({ channel: options.channel })
    .whereNull('set_aside_at')
    .where('due_at', '<=', options.now)
    .whereNotExists(
      knex(`${table} as older`)
        .select(knex.raw('1'))
        .whereNull('older.set_aside_at')
        .whereRaw('?? = ??', [`older.${subject}`, `row.${subject}`])
        .whereRaw('?? = ??', ['older.channel', 'row.channel'])
        .whereRaw('?? < ??', ['older.sequence', 'row.sequence']),
    )
    .orderBy(['due_at', 'id'])
    .limit(options.limit)
    .select('row.*', { subject: `row.${subject}` });
}

/**
 * Claims a row by moving its due time to when the claim ends: a replica that crashes while it delivers leaves the row to the
 * next one.
 *
 * @returns false when another replica was first
 */
export async function claimOutboxRow(
  knex: Knex,
  { table }: Outbox,
  row: OutboxRow,
  claimedUntil: string,
): Promise<boolean> {
  const count = await knex(table)
    .where({ id: row.id, due_at: row.due_at })
    .update({ due_at: claimedUntil });
  return count > 0;
}

/** Forgets a row whose channel has been told. */
export async function deleteOutboxRow(
  knex: Knex,
  { table }: Outbox,
  row: OutboxRow,
): Promise<void> {
  await knex(table).where({ id: row.id }).delete();
}

/** Notes a failed delivery: to be tried again at `dueAt`, or set aside for a reason. */
export async function noteOutboxFailure(
  knex: Knex,
  { table }: Outbox,
  row: OutboxRow,
  next: { dueAt: string } | { setAsideAt: string; reason: string },
): Promise<void> {
  await knex(table)
    .where({ id: row.id })
    .update({
      failures: row.failures + 1,
      ...('dueAt' in next
        ? { due_at: next.dueAt }
        : { set_aside_at: next.setAsideAt, set_aside_reason: next.reason }),
    });
}
