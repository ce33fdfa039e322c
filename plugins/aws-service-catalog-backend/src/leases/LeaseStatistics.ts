import { Knex } from 'knex';
import {
  LeaseProblem,
  leaseProblemSchema,
  LeaseState,
  leaseStateSchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { LeaseRow } from '../database/rows';
import { OutboxFigures } from '../orders';
import { leaseOutbox } from './writeLeases';

/** How leases stand, and how the work on them comes along. */
export type LeaseFigures = {
  states: ReadonlyMap<LeaseState, number>;
  /** How many leases have a problem of each code. */
  problems: ReadonlyMap<LeaseProblem['code'], number>;
  /** For how long the oldest due lease has not been looked at, in milliseconds; 0 when none is due. */
  lagMs: number;
  /** How the delivery to each channel comes along that anything waits for. */
  outbox: ReadonlyMap<string, OutboxFigures>;
};

type Grouped = { key: string; value: number | string };

/** Counts leases and measures how long things wait, in few queries that read indexes. */
export class LeaseStatistics {
  constructor(private readonly options: { knex: Knex; clock: ClockService }) {}

  /** @throws what the database throws */
  async read(): Promise<LeaseFigures> {
    const { knex, clock } = this.options;
    const now = clock.now();
    const age = (since: string | null | undefined) =>
      since ? Math.max(0, now.getTime() - Date.parse(since)) : 0;
    const states = await this.countStates(now.toISOString());
    const problems = await this.countProblems();
    const [due] = await knex<LeaseRow>('leases').min({ since: 'due_at' });
    const waiting: { channel: string; since: string }[] = await knex(
      `${leaseOutbox.table} as row`,
    )
      .join('lease_events as event', join =>
        join
          .on('event.lease_id', 'row.lease_id')
          .andOn('event.sequence', 'row.sequence'),
      )
      .whereNull('row.set_aside_at')
      .groupBy('row.channel')
      .select({ channel: 'row.channel' })
      .min({ since: 'event.at' });
    const setAside: Grouped[] = await knex(leaseOutbox.table)
      .whereNotNull('set_aside_at')
      .groupBy('channel')
      .select({ key: 'channel' })
      .count({ value: '*' });
    return {
      states: new Map(
        leaseStateSchema.options.map(key => [key, states.get(key) ?? 0]),
      ),
      problems: new Map(
        leaseProblemSchema.shape.code.options.map(key => [
          key,
          problems.get(key) ?? 0,
        ]),
      ),
      lagMs: age(due.since),
      outbox: new Map(
        leaseOutbox.channels.map(channel => [
          channel,
          {
            lagMs: age(waiting.find(row => row.channel === channel)?.since),
            setAside: Number(
              setAside.find(({ key }) => key === channel)?.value ?? 0,
            ),
          },
        ]),
      ),
    };
  }

  /** In the words of `leaseStateAt`. */
  private async countStates(now: string): Promise<Map<string, number>> {
    const { knex } = this.options;
    const state = knex.raw(
      `case when held_at is not null then 'held'
        when status = 'expired' then 'expired'
        when warned_at is null then 'active'
        when ends_at <= ? then 'grace'
        else 'warned' end as key`,
      [now],
    );
    const rows: Grouped[] = await knex
      .from(
        knex<LeaseRow>('leases')
          .select(state)
          .whereIn('status', ['running', 'expired'])
          .as('standing'),
      )
      .select('key')
      .count({ value: '*' })
      .groupBy('key');
    return new Map(rows.map(({ key, value }) => [key, Number(value)]));
  }

  private async countProblems(): Promise<Map<string, number>> {
    const rows: Grouped[] = await this.options
      .knex<LeaseRow>('leases')
      .whereNotNull('problem')
      .whereIn('status', ['running', 'expired'])
      .groupBy('problem')
      .select({ key: 'problem' })
      .count({ value: '*' });
    return new Map(rows.map(({ key, value }) => [key, Number(value)]));
  }
}
