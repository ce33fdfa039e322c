import { LoggerService } from '@backstage/backend-plugin-api';
import { AwsCallError, AwsTarget, AwsTargets, isAwsCallError } from '../aws';
import { after, backoffMs } from './backoff';
import { noteDefect } from './noteDefect';
import { listUnderChange } from './observeOrder';
import { ReconcileContext } from './ReconcileContext';
import { reconcileOrder, ReconcileOutcome } from './reconcileOrder';
import { StoredOrder } from './StoredOrder';
import { CLAIM_MS, PauseReason, TargetClaims } from './TargetClaims';

/** How many due orders of a target are taken per run; the rest waits for the next. */
const BATCH = 200;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** What concerns the whole target: the orders that wait would only make it worse, and each wait for its time-out. */
const BREAKING_OFF: readonly PauseReason[] = ['throttled', 'unavailable'];

/** How the work on some orders of a target ended. */
type RunResult = {
  /** Whether AWS has answered, to whichever question. */
  answered: boolean;
  /** What AWS broke it off with. */
  brokenOff?: AwsCallError;
};

type Services = Pick<
  ReconcileContext,
  | 'knex'
  | 'store'
  | 'secrets'
  | 'checker'
  | 'plans'
  | 'planStore'
  | 'clock'
  | 'random'
  | 'inventory'
  | 'leases'
  | 'turns'
  | 'stuckAfterMs'
  | 'busyTimeoutMs'
  | 'boundary'
>;

/**
 * Works on the orders of the targets that this replica can claim: one run takes each due order of a target one step further. It
 * knows nothing of what a step is.
 *
 * It goes no faster than the target's pace allows: what is left over comes first in the next run. A target that throttles or does
 * not answer is left alone, each time for longer; then one order tries whether AWS answers again, and the others follow it.
 */
export class Reconciler {
  constructor(
    private readonly options: Services & {
      targets: AwsTargets;
      claims: TargetClaims;
      logger: LoggerService;
      orderTagKey: string;
      /** Told when an order has changed, so that its events can be delivered. */
      onAdvanced: () => void;
    },
  ) {}

  /**
   * One run over the orders of a target. What goes wrong is logged: the next run is seconds away.
   *
   * @param signal - aborted at shutdown; no step begins after it
   */
  async run(targetName: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.runTarget(this.options.targets.get(targetName), signal);
    } catch (error) {
      this.options.logger.error(
        `The orders of target ${targetName} could not be reconciled: ${error}`,
      );
    }
  }

  private async runTarget(
    target: AwsTarget,
    signal?: AbortSignal,
  ): Promise<void> {
    // An idle target is not even claimed.
    if ((await this.listDue(target, 1)).length === 0) {
      return;
    }
    const claim = await this.options.claims.claim(target.name);
    const now = this.options.clock.now().toISOString();
    if (!claim || (claim.pause && claim.pause.until > now)) {
      return;
    }
    if (!target.pace.mayCall()) {
      return;
    }
    const { brokenOff, answered } = await this.runDue(
      target,
      claim.pause !== undefined,
      signal,
    );
    if (brokenOff) {
      await this.pause(target, brokenOff, claim.pause?.failures ?? 0);
    } else if (answered && claim.pause) {
      await this.options.claims.resume(target.name);
    }
  }

  /** @param isTrying - whether one order goes first, to see whether AWS answers again */
  private async runDue(
    target: AwsTarget,
    isTrying: boolean,
    signal?: AbortSignal,
  ): Promise<RunResult> {
    const due = await this.listDue(target, BATCH);
    const obstacle = await this.findObstacle(target);
    const { underChange, brokenOff } = obstacle
      ? { underChange: new Set<string>(), brokenOff: undefined }
      : await this.look(target, due);
    if (brokenOff) {
      return { answered: false, brokenOff };
    }
    const seen = { obstacle, underChange };
    if (isTrying) {
      const tried = await this.runOrders(
        target,
        due.splice(0, 1),
        seen,
        signal,
      );
      if (tried.brokenOff || !tried.answered) {
        return tried;
      }
    }
    return this.runOrders(target, due, seen, signal);
  }

  private async listDue(
    target: AwsTarget,
    limit: number,
  ): Promise<StoredOrder[]> {
    const { knex, store, clock } = this.options;
    const now = clock.now().toISOString();
    return store.listDue(knex, { target: target.name, now, limit });
  }

  /** What keeps the portal from working in a target: asked once for all its orders. */
  private async findObstacle(
    target: AwsTarget,
  ): Promise<AwsCallError | undefined> {
    try {
      await target.verifyAccount();
      return undefined;
    } catch (error) {
      if (isAwsCallError(error)) {
        return error;
      }
      throw error;
    }
  }

  /**
   * Asks once for all running orders.
   */
  private async look(
    target: AwsTarget,
    due: StoredOrder[],
  ): Promise<{ underChange: ReadonlySet<string>; brokenOff?: AwsCallError }> {
    if (!due.some(({ state }) => state === 'running')) {
      return { underChange: new Set() };
    }
    try {
      return { underChange: await listUnderChange(target) };
    } catch (error) {
      const underChange = new Set<string>();
      if (isAwsCallError(error, ...BREAKING_OFF)) {
        return { underChange, brokenOff: error };
      }
      // Each order is looked at on its own then, and delayed on its own.
      this.options.logger.warn(`Search in target ${target.name}: ${error}`);
      return { underChange };
    }
  }

  private async runOrders(
    target: AwsTarget,
    due: StoredOrder[],
    seen: Pick<ReconcileContext, 'obstacle' | 'underChange'>,
    signal?: AbortSignal,
  ): Promise<RunResult> {
    const { claims, clock, knex, store, orderTagKey } = this.options;
    const context: ReconcileContext = {
      ...this.options,
      ...seen,
      look: {
        target,
        clock,
        orderTagKey,
        listKnownRecordIds: provisionedProductId =>
          store.listRecordIds(knex, {
            target: target.name,
            provisionedProductId,
          }),
      },
    };
    const waiting = [...due];
    let renewAt = clock.now().getTime() + CLAIM_MS / 3;
    let claimLost = false;
    let answered = false;
    let brokenOff: AwsCallError | undefined;
    const work = async () => {
      while (target.pace.mayCall() && !claimLost && !brokenOff) {
        const next = waiting.shift();
        if (!next || signal?.aborted) {
          return;
        }
        if (clock.now().getTime() >= renewAt) {
          renewAt = clock.now().getTime() + CLAIM_MS / 3;
          claimLost ||= (await claims.claim(target.name)) === undefined;
        }
        const result = await this.runOrder(next, context);
        if (
          result?.outcome === 'delayed' &&
          isAwsCallError(result.error, ...BREAKING_OFF)
        ) {
          brokenOff ??= result.error;
        } else if (result && result.outcome !== 'claim-lost') {
          answered = true;
        }
      }
    };
    await Promise.all(Array.from({ length: target.pace.concurrency }, work));
    return { answered, brokenOff };
  }

  private async runOrder(
    order: StoredOrder,
    context: ReconcileContext,
  ): Promise<ReconcileOutcome | undefined> {
    const { logger, onAdvanced } = this.options;
    try {
      const result = await reconcileOrder(order, context);
      if (result.outcome !== 'waiting') {
        onAdvanced();
      }
      if (result.outcome === 'delayed' && result.told) {
        logger.warn(`Order ${order.id} is delayed: ${result.told}`);
      }
      return result;
    } catch (error) {
      // One order with a defect must not hold up the others.
      logger.error(`Order ${order.id} could not be reconciled: ${error}`);
      if (await noteDefect(order.id, error, this.options)) {
        logger.error(`Order ${order.id} is set aside`);
        onAdvanced();
      }
      return undefined;
    }
  }

  private async pause(
    target: AwsTarget,
    { kind, retryAfterMs = 0, message }: AwsCallError,
    failuresBefore: number,
  ): Promise<void> {
    const { claims, clock, random, logger } = this.options;
    const failures = failuresBefore + 1;
    const waitMs = backoffMs(failures, {
      firstMs: FIRST_PAUSE_MS,
      longestMs: LONGEST_PAUSE_MS,
      random,
    });
    const until = after(clock.now(), Math.max(waitMs, retryAfterMs));
    const because = kind === 'throttled' ? kind : 'unavailable';
    await claims.pause(target.name, { until, because, failures });
    logger.info(
      `Target ${target.name} is left alone until ${until}: ${message}`,
    );
  }
}
