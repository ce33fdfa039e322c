import { Knex } from 'knex';
import {
  OrderAlarm,
  orderAlarmSchema,
  OrderState,
  orderStateSchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { outboxChannels, OutboxChannelName } from './outbox/OutboxStore';

/** How the work on orders comes along, over all replicas. */
export type OrderFigures = {
  /** How many orders there are in each state. */
  states: ReadonlyMap<OrderState, number>;
  /** How many orders have an alarm of each code. */
  alarms: ReadonlyMap<OrderAlarm['code'], number>;
  /** For how long the oldest due order has not been looked at, in milliseconds, by target; 0 when none is due. */
  reconcileLagMs: ReadonlyMap<string, number>;
  /** The targets that are left alone for a while because AWS throttles or does not answer. */
  paused: ReadonlySet<string>;
  outbox: ReadonlyMap<OutboxChannelName, OutboxFigures>;
};

/** How the delivery to one channel comes along. */
export type OutboxFigures = {
  /** Age of the oldest event that was neither delivered nor set aside, in milliseconds; 0 when there is none. */
  lagMs: number;
  setAside: number;
};

type Grouped = { key: string; value: number | string };

function toNumbers(rows: readonly Grouped[]): Map<string, number> {
  return new Map(rows.map(({ key, value }) => [key, Number(value)]));
}

/** Counts orders and measures how long things wait, in few queries that read indexes. */
export class OrderStatistics {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      /** Names of the configured targets: the only ones that are worked in. */
      targets: readonly string[];
    },
  ) {}

  /** @throws what the database throws */
  async read(): Promise<OrderFigures> {
    const [states, alarms, dueSince, paused, outbox] = await Promise.all([
      this.countBy('state'),
      this.countBy('alarm'),
      this.readDueSince(),
      this.readPaused(),
      this.readOutbox(),
    ]);
    return {
      states: new Map(
        orderStateSchema.options.map(state => [state, states.get(state) ?? 0]),
      ),
      alarms: new Map(
        orderAlarmSchema.shape.code.options.map(code => [
          code,
          alarms.get(code) ?? 0,
        ]),
      ),
      reconcileLagMs: new Map(
        this.options.targets.map(target => [
          target,
          this.age(dueSince.get(target)),
        ]),
      ),
      paused,
      outbox,
    };
  }

  private async countBy(
    column: 'state' | 'alarm',
  ): Promise<Map<string, number>> {
    const rows: Grouped[] = await this.options
      .knex('orders')
      .whereNotNull(column)
      .groupBy(column)
      .select({ key: column })
      .count({ value: '*' });
    return toNumbers(rows);
  }

  private async readDueSince(): Promise<Map<string, string>> {
    const { knex, clock } = this.options;
    const rows: { target: string; since: string }[] = await knex('orders')
      .where('due_at', '<=', clock.now().toISOString())
      .groupBy('target')
      .select('target')
      .min({ since: 'due_at' });
    return new Map(rows.map(({ target, since }) => [target, since]));
  }

  private async readPaused(): Promise<Set<string>> {
    const { knex, clock, targets } = this.options;
    const names: string[] = await knex('order_target_claims')
      .whereIn('target', [...targets])
      .where('paused_until', '>', clock.now().toISOString())
      .pluck('target');
    return new Set(names);
  }

  private async readOutbox(): Promise<Map<OutboxChannelName, OutboxFigures>> {
    const { knex } = this.options;
    const waiting: { channel: string; since: string }[] = await knex(
      'order_outbox as row',
    )
      .join('order_events as event', join =>
        join
          .on('event.order_id', 'row.order_id')
          .andOn('event.sequence', 'row.sequence'),
      )
      .whereNull('row.set_aside_at')
      .groupBy('row.channel')
      .select({ channel: 'row.channel' })
      .min({ since: 'event.at' });
    const setAside: Grouped[] = await knex('order_outbox')
      .whereNotNull('set_aside_at')
      .groupBy('channel')
      .select({ key: 'channel' })
      .count({ value: '*' });
    const since = new Map(waiting.map(row => [row.channel, row.since]));
    const given = toNumbers(setAside);
    return new Map(
      outboxChannels.map(channel => [
        channel,
        {
          lagMs: this.age(since.get(channel)),
          setAside: given.get(channel) ?? 0,
        },
      ]),
    );
  }

  private age(since: string | undefined): number {
    const nowMs = this.options.clock.now().getTime();
    return since === undefined ? 0 : Math.max(0, nowMs - Date.parse(since));
  }
}
