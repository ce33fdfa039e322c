import { Knex } from 'knex';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { after, backoffMs } from '../backoff';
import { ChainedEvent } from '../eventChain';
import { OrderStore } from '../OrderStore';
import { StepBoundaryService } from '../stepBoundaryService';
import { StoredOrder } from '../StoredOrder';
import {
  claimOutboxRow,
  deleteOutboxRow,
  listDeliverable,
  noteOutboxFailure,
  OutboxChannelName,
  OutboxRow,
} from './OutboxStore';

/** Tells somebody of an order's event. */
export interface OutboxChannel {
  readonly name: OutboxChannelName;
  /**
   * May be called more than once for the same event.
   *
   * @param order - as it is now; the event may be older
   */
  deliver(event: ChainedEvent, order: StoredOrder): Promise<void>;
}

const BATCH = 100;
const CLAIM_MS = 60_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** About an hour of trying. */
const MAX_FAILURES = 14;

/**
 * Delivers the outbox: every event to every channel at least once, and of each order in sequence. A channel that fails is
 * tried again later and holds up no other channel, and no other order.
 */
export class OutboxDeliverer {
  constructor(
    private readonly options: {
      knex: Knex;
      store: OrderStore;
      clock: ClockService;
      logger: LoggerService;
      channels: readonly OutboxChannel[];
      random: () => number;
      stepBoundary: StepBoundaryService;
    },
  ) {}

  /**
   * Delivers what is due.
   *
   * @param signal - aborted at shutdown
   */
  async deliverDue(signal?: AbortSignal): Promise<void> {
    await Promise.all(
      this.options.channels.map(channel => this.deliverTo(channel, signal)),
    );
  }

  private async deliverTo(
    channel: OutboxChannel,
    signal?: AbortSignal,
  ): Promise<void> {
    const { knex, clock } = this.options;
    let delivered: number;
    do {
      delivered = 0;
      const rows = await listDeliverable(knex, {
        channel: channel.name,
        now: clock.now().toISOString(),
        limit: BATCH,
      });
      for (const row of rows) {
        if (signal?.aborted) {
          return;
        }
        if (await this.deliverRow(channel, row)) {
          delivered++;
        }
      }
      // What was delivered may have held up its successors.
    } while (delivered > 0);
  }

  private async deliverRow(
    channel: OutboxChannel,
    row: OutboxRow,
  ): Promise<boolean> {
    const { knex, store, clock, stepBoundary } = this.options;
    const claimedUntil = after(clock.now(), CLAIM_MS);
    if (!(await claimOutboxRow(knex, row, claimedUntil))) {
      return false;
    }
    try {
      const order = await store.find(knex, row.order_id);
      const event = await store.findEvent(knex, row.order_id, row.sequence);
      if (order && event) {
        await channel.deliver(event, order);
        await stepBoundary.reach('told');
      }
    } catch (error) {
      await this.noteFailure(channel, row, error);
      return false;
    }
    await deleteOutboxRow(knex, row);
    await stepBoundary.reach('telling-noted');
    return true;
  }

  private async noteFailure(
    channel: OutboxChannel,
    row: OutboxRow,
    error: unknown,
  ): Promise<void> {
    const { knex, clock, logger, random } = this.options;
    const failures = row.failures + 1;
    const what = `Event ${row.sequence} of order ${row.order_id} could not be delivered as ${channel.name}`;
    if (failures >= MAX_FAILURES) {
      logger.error(`${what} and is set aside: ${error}`);
      await noteOutboxFailure(knex, row, {
        setAsideAt: clock.now().toISOString(),
        reason: String(error).slice(0, 1000),
      });
      return;
    }
    logger.warn(`${what} and will be tried again: ${error}`);
    const waitMs = backoffMs(failures, {
      firstMs: FIRST_WAIT_MS,
      longestMs: LONGEST_WAIT_MS,
      random,
    });
    await noteOutboxFailure(knex, row, { dueAt: after(clock.now(), waitMs) });
  }
}
