import { setImmediate as nextTurn } from 'node:timers/promises';
import { Knex } from 'knex';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { after, backoffMs } from '../backoff';
import { ChainedEvent } from '../eventChain';
import { StepBoundaryService } from '../stepBoundaryService';
import { StoredOrder } from '../StoredOrder';
import {
  claimOutboxRow,
  deleteOutboxRow,
  listDeliverable,
  noteOutboxFailure,
  Outbox,
  OutboxChannelName,
  OutboxRow,
} from './OutboxStore';

/** Tells somebody of an event, by default of an order's. */
export interface OutboxChannel<TEvent = ChainedEvent, TSubject = StoredOrder> {
  readonly name: OutboxChannelName;
  /**
   * May be called more than once for the same event.
   *
   * @param subject - what it happened to, as it is now; the event may be older
   */
  deliver(event: TEvent, subject: TSubject): Promise<void>;
}

const BATCH = 100;
const CLAIM_MS = 60_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** About an hour of trying. */
const MAX_FAILURES = 14;

/**
 * Delivers an outbox: every event to every channel at least once, and of each subject in sequence. A channel that fails is
 * tried again later and holds up no other channel, and no other subject.
 */
export class OutboxDeliverer<TEvent = ChainedEvent, TSubject = StoredOrder> {
  constructor(
    private readonly options: {
      knex: Knex;
      outbox: Outbox;
      /** What the subjects are called in the log. */
      subjectName: string;
      /** The event that a row is about, with its subject; undefined when they are gone. */
      find: (
        row: OutboxRow,
      ) => Promise<{ event: TEvent; subject: TSubject } | undefined>;
      clock: ClockService;
      logger: LoggerService;
      channels: readonly OutboxChannel<TEvent, TSubject>[];
      random: () => number;
      stepBoundary: StepBoundaryService;
      /** Of how many subjects a channel is told at the same time; default: one after the other. */
      atOnce?: number;
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
    channel: OutboxChannel<TEvent, TSubject>,
    signal?: AbortSignal,
  ): Promise<void> {
    const { knex, outbox, clock, atOnce = 1 } = this.options;
    let delivered: number;
    do {
      delivered = 0;
      const rows = await listDeliverable(knex, outbox, {
        channel: channel.name,
        now: clock.now().toISOString(),
        limit: BATCH,
      });
      // Each is about another subject, so their order does not matter.
      for (let from = 0; from < rows.length; from += atOnce) {
        if (signal?.aborted) {
          return;
        }
        const told = await Promise.all(
          rows
            .slice(from, from + atOnce)
            .map(row => this.deliverRow(channel, row)),
        );
        delivered += told.filter(Boolean).length;
        // SQLite answers without ever letting anything else have its turn.
        await nextTurn();
      }
      // What was delivered may have held up its successors.
    } while (delivered > 0);
  }

  private async deliverRow(
    channel: OutboxChannel<TEvent, TSubject>,
    row: OutboxRow,
  ): Promise<boolean> {
    const { knex, outbox, find, clock, stepBoundary } = this.options;
    const claimedUntil = after(clock.now(), CLAIM_MS);
    if (!(await claimOutboxRow(knex, outbox, row, claimedUntil))) {
      return false;
    }
    try {
      const found = await find(row);
      if (found) {
        await channel.deliver(found.event, found.subject);
        await stepBoundary.reach('told');
      }
    } catch (error) {
      await this.noteFailure(channel, row, error);
      return false;
    }
    await deleteOutboxRow(knex, outbox, row);
    await stepBoundary.reach('telling-noted');
    return true;
  }

  private async noteFailure(
    channel: OutboxChannel<TEvent, TSubject>,
    row: OutboxRow,
    error: unknown,
  ): Promise<void> {
    const { knex, outbox, subjectName, clock, logger, random } = this.options;
    const failures = row.failures + 1;
    const what = `Event ${row.sequence} of ${subjectName} ${row.subject} could not be delivered as ${channel.name}`;
    if (failures >= MAX_FAILURES) {
      logger.error(`${what} and is set aside: ${error}`);
      await noteOutboxFailure(knex, outbox, row, {
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
    await noteOutboxFailure(knex, outbox, row, {
      dueAt: after(clock.now(), waitMs),
    });
  }
}
