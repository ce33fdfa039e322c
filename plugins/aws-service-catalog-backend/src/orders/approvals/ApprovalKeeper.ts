import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import {
  ApprovalProvider,
  ClockService,
  ProvidedDecision,
} from 'backstage-plugin-aws-service-catalog-node';
import { advanceOrder } from '../advanceOrder';
import { after } from '../backoff';
import { assertIntact } from '../noteDefect';
import { OrderEventType } from '../orderMachine';
import { OrderStore } from '../OrderStore';
import { StepBoundaryService } from '../stepBoundaryService';
import { StoredOrder } from '../StoredOrder';
import { workThrough } from '../workThrough';
import { DecisionStore } from './DecisionStore';

const BATCH = 200;
/** How often another system is asked for its decision. */
const ASK_EVERY_MS = 30_000;
const ASK_TIMEOUT_MS = 10_000;

const timedOut = {
  expire: { type: 'expired', message: 'Nobody decided in time.' },
  reject: {
    type: 'rejected',
    message: 'Nobody decided in time, and so it is rejected.',
  },
  approve: {
    type: 'approved',
    message: 'Nobody objected in time, and so it is approved.',
  },
} as const;

/** What happens next to an order that waits for approval. */
type Move = {
  type: OrderEventType;
  message: string;
  /** When to look again, if it goes on waiting. */
  lookAt?: string;
};

/**
 * Looks after orders that wait for approval: reminds the approvers, asks other systems for their decision, and ends the waiting
 * when the time is up. It needs no AWS, so a target that is down holds no approval up; and any replica may do it, because the
 * first save wins.
 */
export class ApprovalKeeper {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      logger: LoggerService;
      /** From 0 up to 1. */
      random: () => number;
      store: OrderStore;
      decisions: DecisionStore;
      approvalProviders: ReadonlyMap<string, ApprovalProvider>;
      stepBoundary: StepBoundaryService;
      /** Told when an order has changed. */
      onAdvanced: () => void;
    },
  ) {}

  /**
   * Looks after all that are due.
   *
   * @param signal - aborted at shutdown
   */
  async run(signal: AbortSignal): Promise<void> {
    const { knex, clock, store } = this.options;
    const due = await store.listDueApprovals(knex, {
      now: clock.now().toISOString(),
      limit: BATCH,
    });
    await workThrough(due, order => this.lookAfter(order, signal), {
      ...this.options,
      what: 'The approval of order',
      signal,
    });
  }

  private async lookAfter(
    order: StoredOrder,
    signal: AbortSignal,
  ): Promise<void> {
    assertIntact(order);
    const { content, progress } = order;
    const now = this.options.clock.now().toISOString();
    const { dueAt = now, remindAt } = progress.approval ?? {};
    if (now >= dueAt) {
      await this.move(order, timedOut[content.approval?.onTimeout ?? 'expire']);
      return;
    }
    const isReminderDue = remindAt !== undefined && now >= remindAt;
    if (content.approval?.provider !== undefined) {
      await this.ask(order, content.approval.provider, dueAt, signal);
    } else if (isReminderDue) {
      const message = `Its approvers were reminded. It waits for approval, until ${dueAt}.`;
      await this.move(order, { type: 'reminded', message, lookAt: dueAt });
    } else {
      await this.wait(order, remindAt ?? dueAt);
    }
  }

  private async ask(
    order: StoredOrder,
    providerId: string,
    dueAt: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, logger } = this.options;
    const provided = await this.getDecision(order, providerId, dueAt, signal);
    if (provided.status === 'pending') {
      const next = after(clock.now(), ASK_EVERY_MS);
      await this.wait(order, next < dueAt ? next : dueAt);
      return;
    }
    const { by, reason } = provided;
    if (by === order.requester) {
      logger.warn(
        `Approval provider ${providerId} lets the requester of order ${order.id} decide: that does not count`,
      );
      await this.wait(order, after(clock.now(), ASK_EVERY_MS));
      return;
    }
    const comment = reason ? `: ${reason}` : '.';
    await this.move(
      order,
      provided.status === 'approved'
        ? { type: 'approved', message: `It was approved by ${by}${comment}` }
        : { type: 'rejected', message: `It was rejected by ${by}${comment}` },
      { by, decision: provided.status, reason },
    );
  }

  private async getDecision(
    order: StoredOrder,
    providerId: string,
    dueAt: string,
    signal: AbortSignal,
  ): Promise<ProvidedDecision> {
    const { approvalProviders, logger } = this.options;
    const { facts, approval } = order.content;
    const provider = approvalProviders.get(providerId);
    if (!provider || !facts || !approval) {
      return { status: 'pending' };
    }
    try {
      return await provider.getDecision(
        {
          orderId: order.id,
          digest: order.digest,
          policy: approval.policy,
          facts,
          provisionedProductName: order.provisionedProduct.name,
          dueAt,
        },
        {
          signal: AbortSignal.any([
            signal,
            AbortSignal.timeout(ASK_TIMEOUT_MS),
          ]),
        },
      );
    } catch (error) {
      logger.warn(
        `Approval provider ${providerId} could not be asked about order ${order.id}: ${error}`,
      );
      return { status: 'pending' };
    }
  }

  private async wait(order: StoredOrder, dueAt: string): Promise<void> {
    const { knex, store } = this.options;
    await store.save(knex, { ...order, dueAt });
  }

  private async move(
    current: StoredOrder,
    { type, message, lookAt }: Move,
    decision?: {
      by: string;
      decision: 'approved' | 'rejected';
      reason?: string;
    },
  ): Promise<void> {
    const { knex, store, clock, decisions, stepBoundary, onAdvanced } =
      this.options;
    const now = clock.now();
    const { order, event } = advanceOrder(
      current,
      { type, message, now },
      {
        dueAt: lookAt,
        progress: { ...current.progress, approval: reminded(current) },
      },
    );
    const saved = await knex.transaction(async tx => {
      const written = await store.save(tx, order, event);
      if (written && decision) {
        const at = now.toISOString();
        await decisions.add(tx, current, { ...decision, at });
      }
      return written;
    });
    // Else a person was faster.
    if (saved) {
      await stepBoundary.reach('waiting-moved');
      onAdvanced();
    }
  }
}

function reminded({
  progress,
}: StoredOrder): StoredOrder['progress']['approval'] {
  return progress.approval && { dueAt: progress.approval.dueAt };
}
