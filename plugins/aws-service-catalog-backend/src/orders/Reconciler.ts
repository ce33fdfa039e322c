import { LoggerService } from '@backstage/backend-plugin-api';
import { AwsCallError, AwsTarget, AwsTargets, isAwsCallError } from '../aws';
import { after, backoffMs } from './backoff';
import { noteDefect } from './noteDefect';
import { listUnderChange } from './observeOrder';
import { ReconcileContext } from './ReconcileContext';
import { reconcileOrder, ReconcileOutcome } from './reconcileOrder';
import { StoredOrder } from './StoredOrder';
import { CLAIM_MS, TargetClaims } from './TargetClaims';

/** How many orders of a target are worked on at the same time. */
const CONCURRENCY = 4;
/** How many due orders of a target are taken per run; the rest waits for the next. */
const BATCH = 200;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** What concerns the whole target: the orders that wait would only make it worse, and each wait for its time-out. */
const BREAKING_OFF = ['throttled', 'unavailable'] as const;

type Services = Pick<
  ReconcileContext,
  | 'knex'
  | 'store'
  | 'secrets'
  | 'checker'
  | 'clock'
  | 'random'
  | 'inventory'
  | 'stuckAfterMs'
  | 'boundary'
>;

/**
 * Works on the orders of the targets that this replica can claim: one run takes each due order of a target one step further. It
 * knows nothing of what a step is.
 */
export class Reconciler {
  /** Runs in a row that AWS broke off, by target. */
  private readonly brokenOff = new Map<string, number>();

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
    const now = this.options.clock.now();
    if (!claim || (claim.pausedUntil && claim.pausedUntil > now)) {
      return;
    }
    const due = await this.listDue(target, BATCH);
    const obstacle = await this.findObstacle(target);
    const underChange = obstacle
      ? new Set<string>()
      : await this.look(target, due);
    if (underChange) {
      await this.runOrders(target, due, { obstacle, underChange }, signal);
    }
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
   *
   * @returns undefined when the target has to be left alone
   */
  private async look(
    target: AwsTarget,
    due: StoredOrder[],
  ): Promise<ReadonlySet<string> | undefined> {
    if (!due.some(({ state }) => state === 'running')) {
      return new Set();
    }
    try {
      return await listUnderChange(target);
    } catch (error) {
      if (isAwsCallError(error, ...BREAKING_OFF)) {
        await this.pause(target, error.retryAfterMs);
        return undefined;
      }
      // Each order is looked at on its own then, and delayed on its own.
      this.options.logger.warn(`Search in target ${target.name}: ${error}`);
      return new Set();
    }
  }

  private async runOrders(
    target: AwsTarget,
    due: StoredOrder[],
    seen: Pick<ReconcileContext, 'obstacle' | 'underChange'>,
    signal?: AbortSignal,
  ): Promise<void> {
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
    let leave = false;
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (leave || signal?.aborted) {
          return;
        }
        if (clock.now().getTime() >= renewAt) {
          renewAt = clock.now().getTime() + CLAIM_MS / 3;
          leave ||= (await claims.claim(target.name)) === undefined;
        }
        const result = await this.runOrder(next, context);
        if (
          !leave &&
          result?.outcome === 'delayed' &&
          isAwsCallError(result.error, ...BREAKING_OFF)
        ) {
          leave = true;
          await this.pause(target, result.error.retryAfterMs);
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    if (!leave) {
      this.brokenOff.delete(target.name);
    }
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
    retryAfterMs: number | undefined,
  ): Promise<void> {
    const { claims, clock, random } = this.options;
    const inARow = (this.brokenOff.get(target.name) ?? 0) + 1;
    this.brokenOff.set(target.name, inARow);
    const waitMs = backoffMs(inARow, {
      firstMs: FIRST_PAUSE_MS,
      longestMs: LONGEST_PAUSE_MS,
      random,
    });
    await claims.pause(
      target.name,
      after(clock.now(), Math.max(waitMs, retryAfterMs ?? 0)),
    );
  }
}
