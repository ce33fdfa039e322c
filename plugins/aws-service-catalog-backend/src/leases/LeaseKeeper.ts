import { setImmediate as nextTurn } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PortalOrders, StepBoundaryService } from '../orders';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { applyStep, refuseTermination } from './applyStep';
import { decideLease, LeaseSituation } from './decideLease';
import { LeaseStore } from './LeaseStore';
import { LeaseSurroundings, LeaseSurvey } from './LeaseSurvey';
import { LeaseSweeper, rest } from './LeaseSweeper';
import { LeaseWatch } from './LeaseWatch';
import { StoredLease } from './StoredLease';
import { LeaseChange, saveLeases } from './writeLeases';

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
      // SQLite answers without ever letting anything else have its turn.
      await nextTurn();
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
    const changes: LeaseChange[] = [];
    const over: StoredLease[] = [];
    for (const lease of leases) {
      await this.safely(lease, async () => {
        const around = surroundings.get(lease.id) ?? {};
        const change = this.plan(lease, around, seenMs);
        if (change === 'terminate') {
          over.push(lease);
        } else {
          changes.push(change);
        }
      });
    }
    await this.saveAll(changes);
    for (const lease of over) {
      if (signal.aborted) {
        break;
      }
      await this.safely(lease, () => this.terminate(lease));
    }
    return leases.length + damaged.length;
  }

  private async defer(id: string): Promise<void> {
    const { knex, clock, store } = this.options;
    const laterMs = clock.now().getTime() + AFTER_FAILURE_MS;
    await store.defer(knex, id, new Date(laterMs).toISOString());
  }

  /** One with a defect must not hold up the others. */
  private async safely(
    { id }: StoredLease,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LeaseLostError)) {
        this.options.logger.error(
          `Lease ${id} could not be looked after: ${error}`,
        );
      }
      await this.defer(id);
    }
  }

  private plan(
    lease: StoredLease,
    { subject, obstacle, termination }: LeaseSurroundings,
    seenMs: number,
  ): LeaseChange | 'terminate' {
    const { clock, sweeper } = this.options;
    const now = clock.now();
    if (!subject && lease.status === 'running') {
      // Nobody is told of what cannot be seen; when it is gone, a sweep says so.
      const dueAt = new Date(now.getTime() + UNSEEN_MS).toISOString();
      return { lease: { ...lease, dueAt } };
    }
    const cameToNothing =
      termination !== undefined &&
      termination !== 'succeeded' &&
      isFinalOrderState(termination);
    const reviewed = subject && sweeper.review(lease, subject, cameToNothing);
    if (reviewed) {
      return reviewed;
    }
    const situation: LeaseSituation = { now, seenMs, obstacle, termination };
    const step = decideLease(lease, situation);
    switch (step.do) {
      case 'wait':
        return { lease: { ...lease, dueAt: step.until } };
      case 'terminate':
        return 'terminate';
      case 'close':
        return {
          lease: rest(lease),
          note: { type: 'gone', message: 'It was terminated.' },
        };
      default:
        return applyStep(step, lease, now.toISOString());
    }
  }

  private async terminate(lease: StoredLease): Promise<void> {
    const { portalOrders, store, clock, stepBoundary, onChanged } =
      this.options;
    const at = clock.now().toISOString();
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
        await this.save([refuseTermination(lease, error.message, at)]);
        return;
      }
      throw error;
    }
    await stepBoundary.reach('lease-termination-placed');
    onChanged();
  }

  private async saveAll(changes: readonly LeaseChange[]): Promise<void> {
    try {
      await this.save(changes);
    } catch {
      // Nothing of it was written. It may be one of them that cannot be.
      for (const change of changes) {
        await this.safely(change.lease, () => this.save([change]));
      }
    }
  }

  /** Whoever was saved by somebody else in the meantime is looked at again later. */
  private async save(changes: readonly LeaseChange[]): Promise<void> {
    const { knex, clock, stepBoundary, onChanged } = this.options;
    const saved = await knex.transaction(tx =>
      saveLeases(tx, changes, clock.now()),
    );
    const savedIds = new Set(saved.map(({ id }) => id));
    for (const { lease } of changes) {
      if (!savedIds.has(lease.id)) {
        await this.defer(lease.id);
      }
    }
    const types = changes.flatMap(({ note }) => note?.type ?? []);
    if (types.length > 0) {
      await stepBoundary.reach(
        types.includes('warning') ? 'lease-warning-noted' : 'lease-step-noted',
      );
      onChanged();
    }
  }
}
