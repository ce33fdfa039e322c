import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  isFinalOrderState,
  LeaseProblem,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { LeaseBoundary, PortalOrders, StepBoundaryService } from '../orders';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { applyStep, LeaseChange, refuseTermination } from './applyStep';
import { decideLease, LeaseSituation, LeaseStep } from './decideLease';
import { LeaseStore } from './LeaseStore';
import { LeaseSurroundings, LeaseSurvey } from './LeaseSurvey';
import { LeaseSweeper, rest } from './LeaseSweeper';
import { LeaseWatch } from './LeaseWatch';
import { StoredLease } from './StoredLease';

const BATCH = 200;
/** How soon one is looked at again that could not be worked on. */
const AFTER_FAILURE_MS = 5 * 60_000;
/** How soon one is looked at again whose provisioned product is not seen, not ours, or in no target of this configuration. */
const UNSEEN_MS = 60 * 60_000;

/** Somebody else changed the lease: what this look knows of it is out of date. */
class LeaseLostError extends Error {
  readonly name = 'LeaseLostError';
}

/**
 * Looks after leases: has people warned, reminded and told, moves ends whose warning came late, and has what is over terminated or
 * pointed out. It makes no AWS call. Any replica may run it, and two at once do no harm: the first save of a lease wins, and an
 * order is placed in the transaction that saves it.
 */
export class LeaseKeeper {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      logger: LoggerService;
      store: LeaseStore;
      survey: LeaseSurvey;
      sweeper: LeaseSweeper;
      watch: LeaseWatch;
      portalOrders: PortalOrders;
      stepBoundary: StepBoundaryService;
      /** Told when something is to be told. */
      onChanged: () => void;
    },
  ) {}

  /**
   * Looks at all that are due.
   *
   * @param signal - aborted at shutdown
   */
  async run(signal: AbortSignal): Promise<void> {
    const { knex, clock, store, watch, sweeper } = this.options;
    const seen = await watch.look(clock.now());
    if (seen.wasSetBack) {
      // Some may have been deferred to, or warned at, a time that has not come.
      await store.hasten(knex, clock.now().toISOString());
    }
    await sweeper.runIfDue(seen, signal);
    let count: number;
    do {
      count = await this.runBatch(seen.seenMs, signal);
    } while (count === BATCH && !signal.aborted);
  }

  /** @returns how many were due */
  private async runBatch(seenMs: number, signal: AbortSignal): Promise<number> {
    const { knex, clock, logger, store, survey } = this.options;
    const { leases, damaged } = await store.listDue(knex, {
      now: clock.now().toISOString(),
      limit: BATCH,
    });
    for (const id of damaged) {
      logger.error(`Lease ${id} is damaged: its content cannot be read`);
      await this.defer(id);
    }
    const surroundings = await survey.look(leases);
    for (const lease of leases) {
      if (signal.aborted) {
        break;
      }
      const around = surroundings.get(lease.id) ?? {};
      await this.lookAfterSafely(lease, around, seenMs);
    }
    return leases.length + damaged.length;
  }

  private async defer(id: string): Promise<void> {
    const { knex, clock, store } = this.options;
    const laterMs = clock.now().getTime() + AFTER_FAILURE_MS;
    await store.defer(knex, id, new Date(laterMs).toISOString());
  }

  /** One with a defect must not hold up the others. */
  private async lookAfterSafely(
    lease: StoredLease,
    around: LeaseSurroundings,
    seenMs: number,
  ): Promise<void> {
    try {
      await this.lookAfter(lease, around, seenMs);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) {
        this.options.logger.error(
          `Lease ${lease.id} could not be looked after: ${error}`,
        );
      }
      await this.defer(lease.id);
    }
  }

  private async lookAfter(
    lease: StoredLease,
    { subject, obstacle, termination }: LeaseSurroundings,
    seenMs: number,
  ): Promise<void> {
    const { clock, sweeper } = this.options;
    const now = clock.now();
    if (!subject && lease.status === 'running') {
      // Nobody is told of what cannot be seen; when it is gone, a sweep says so.
      const dueAt = new Date(now.getTime() + UNSEEN_MS).toISOString();
      await this.save({ lease: { ...lease, dueAt } });
      return;
    }
    const cameToNothing =
      termination !== undefined &&
      termination !== 'succeeded' &&
      isFinalOrderState(termination);
    const reviewed = subject && sweeper.review(lease, subject, cameToNothing);
    if (reviewed) {
      await this.save(reviewed);
      return;
    }
    const situation: LeaseSituation = { now, seenMs, obstacle, termination };
    await this.take(decideLease(lease, situation), lease, now);
  }

  private async take(
    step: LeaseStep,
    lease: StoredLease,
    now: Date,
  ): Promise<void> {
    const at = now.toISOString();
    switch (step.do) {
      case 'wait':
        return this.save({ lease: { ...lease, dueAt: step.until } });
      case 'terminate':
        return this.terminate(lease, at);
      case 'close':
        return this.save({
          lease: rest(lease),
          note: { type: 'gone', message: 'It was terminated.' },
        });
      case 'warn':
        return this.warn(lease, step.again, at);
      default:
        return this.save(applyStep(step, lease, at));
    }
  }

  private async warn(
    lease: StoredLease,
    again: boolean,
    at: string,
  ): Promise<void> {
    const problem: LeaseProblem | undefined = again
      ? {
          code: 'undeliverable',
          message:
            'Nobody could be told for a day that its lease is about to end, so it does not end.',
          since: lease.problem?.since ?? at,
        }
      : undefined;
    const { store, clock } = this.options;
    const warned: StoredLease = {
      ...lease,
      problem,
      warning: { sequence: lease.lastSequence + 1, issuedAt: at },
      // Its delivery has it looked at again, or the next day does.
      dueAt: at,
    };
    await this.write(lease.id, 'lease-warning-noted', tx =>
      store.saveAnew(tx, warned, clock.now(), {
        type: 'warning',
        message: again
          ? 'The warning could not be delivered, and is sent anew.'
          : `Its people are warned that its lease ends on ${lease.endsAt}.`,
      }),
    );
  }

  private async terminate(lease: StoredLease, at: string): Promise<void> {
    const { portalOrders, store, clock, stepBoundary, onChanged } =
      this.options;
    const { target, provisionedProductId: id } = lease;
    const attempts = (lease.expiration?.attempts ?? 0) + 1;
    const reason = `Its lease, by policy '${lease.policy}', ended on ${lease.endsAt}.`;
    try {
      await portalOrders.placeTermination(
        { target, id },
        reason,
        async (tx, orderId) => {
          const saved = await store.save(
            tx,
            {
              ...lease,
              status: 'expired',
              expiration: { at, orderId, attempts },
              problem: undefined,
              dueAt: at,
            },
            clock.now(),
            {
              type: 'termination-ordered',
              message: `Its termination was ordered by the portal: order ${orderId}.`,
            },
          );
          if (!saved) {
            throw new LeaseLostError(`Lease ${lease.id} was changed`);
          }
        },
      );
    } catch (error) {
      // Somebody was faster with an order of their own: it decides what becomes of the lease.
      if (error instanceof ConflictError) {
        throw new LeaseLostError(error.message);
      }
      if (error instanceof InvalidFieldsError) {
        await this.save(refuseTermination(lease, error.message, at));
        return;
      }
      throw error;
    }
    await stepBoundary.reach('lease-termination-placed');
    onChanged();
  }

  private async save({ lease, note }: LeaseChange): Promise<void> {
    const { store, clock } = this.options;
    await this.write(lease.id, note && 'lease-step-noted', tx =>
      store.save(tx, lease, clock.now(), note),
    );
  }

  /**
   * @param boundary - absent: there is nothing to tell
   * @throws LeaseLostError when somebody else was first
   */
  private async write(
    id: string,
    boundary: LeaseBoundary | undefined,
    save: (tx: Knex) => Promise<StoredLease | undefined>,
  ): Promise<void> {
    const { knex, stepBoundary, onChanged } = this.options;
    if (!(await knex.transaction(save))) {
      throw new LeaseLostError(`Lease ${id} was changed`);
    }
    if (boundary) {
      await stepBoundary.reach(boundary);
      onChanged();
    }
  }
}
