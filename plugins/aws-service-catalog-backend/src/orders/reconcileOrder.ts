import { AwsCallError, isAwsCallError } from '../aws';
import { after, backoffMs } from './backoff';
import { decideStep, Observation } from './decideStep';
import { failOrder } from './endOrder';
import { describeCallError, failures } from './failures';
import {
  observeLeftover,
  observeRecord,
  observeRemnant,
  observeSubmission,
} from './observeOrder';
import { ClaimLostError, OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { nextPollAt, workingSince } from './schedule';
import { StoredOrder } from './StoredOrder';
import { takeStep } from './takeStep';

/**
 * How a pass over one order ended.
 *
 * - `advanced`: a step was taken
 * - `waiting`: there is nothing to do before it is due again
 * - `delayed`: AWS kept us from it; it is tried again later
 * - `claim-lost`: somebody else saved the order first
 */
export type ReconcileOutcome =
  | { outcome: 'advanced' | 'waiting' | 'claim-lost' }
  | { outcome: 'delayed'; error: AwsCallError };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** After so many failures in a row the timeline says that something is amiss. */
const WORTH_SAYING = 3;

async function observeQueued(
  order: StoredOrder,
  { checker, look }: ReconcileContext,
): Promise<Observation> {
  const { objection, pathId } = await checker.check(order);
  const { remnant } = order.progress;
  if (objection || !remnant) {
    return { of: 'checks', objection, pathId, remnant: 'none' };
  }
  const left = await observeLeftover(look.target, remnant);
  return left === 'in-use'
    ? {
        of: 'checks',
        objection: failures.leftoverInUse(order.provisionedProduct.name),
        remnant: 'none',
      }
    : { of: 'checks', pathId, remnant: left };
}

/** Looks at the world, in the way that the order's state calls for. */
async function observeOrder(
  order: StoredOrder,
  context: ReconcileContext,
): Promise<Observation> {
  const { look } = context;
  switch (order.state) {
    case 'queued':
      return observeQueued(order, context);
    case 'submitting':
      return order.progress.remnant
        ? observeRemnant(order, look)
        : observeSubmission(order, look);
    case 'running':
      return observeRecord(order, look.target, context.underChange);
    default:
      throw new Error(`An order that is ${order.state} is not reconciled`);
  }
}

async function delay(
  work: OrderWork,
  error: AwsCallError,
  { clock, random }: ReconcileContext,
): Promise<void> {
  const failuresInARow = work.order.progress.failures + 1;
  const waitMs = backoffMs(failuresInARow, {
    firstMs: FIRST_WAIT_MS,
    longestMs: LONGEST_WAIT_MS,
    random,
  });
  const changes = {
    dueAt: after(clock.now(), Math.max(waitMs, error.retryAfterMs ?? 0)),
    progress: { failures: failuresInARow },
  };
  if (failuresInARow === WORTH_SAYING) {
    const reason = error.message.replace(/\.$/, '');
    const message = `${reason}. The portal keeps trying.`;
    await work.advance({ type: 'delayed', message }, changes);
  } else {
    await work.save(changes);
  }
}

async function settle(
  work: OrderWork,
  error: unknown,
  context: ReconcileContext,
): Promise<ReconcileOutcome> {
  if (!isAwsCallError(error)) {
    throw error;
  }
  // Nothing was sent yet, and asking again would not help.
  if (work.order.state === 'queued' && !error.retryable) {
    await failOrder(work, describeCallError(error), context);
    return { outcome: 'advanced' };
  }
  await delay(work, error, context);
  return { outcome: 'delayed', error };
}

async function pass(
  work: OrderWork,
  context: ReconcileContext,
): Promise<ReconcileOutcome> {
  const { order } = work;
  try {
    const step = decideStep(order, await observeOrder(order, context));
    if (step.do !== 'wait') {
      await takeStep(work, step, context);
      return { outcome: 'advanced' };
    }
  } catch (error) {
    return await settle(work, error, context);
  }
  await work.save({
    dueAt: nextPollAt(workingSince(order), context.clock.now()),
    progress: { failures: 0 },
  });
  return { outcome: 'waiting' };
}

/**
 * One pass over an order: observe, decide on one step, take it, save by compare-and-swap.
 *
 * An order that AWS may have accepted never fails because we cannot look: it is looked at again.
 *
 * @throws Error when something of our own is wrong, for example the database
 */
export async function reconcileOrder(
  order: StoredOrder,
  context: ReconcileContext,
): Promise<ReconcileOutcome> {
  try {
    return await pass(new OrderWork(order, context), context);
  } catch (error) {
    if (error instanceof ClaimLostError) {
      return { outcome: 'claim-lost' };
    }
    throw error;
  }
}
