import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { AwsCallError, AwsErrorKind, isAwsCallError } from '../aws';
import { after, backoffMs } from './backoff';
import { catchUp } from './catchUp';
import { decideStep, Observation } from './decideStep';
import { failOrder } from './endOrder';
import { describeCallError, failures } from './failures';
import { assertIntact } from './noteDefect';
import {
  observeLeftover,
  observeRecord,
  observeRemnant,
  observeSubmission,
} from './observeOrder';
import { ClaimLostError, OrderWork, unhindered } from './OrderWork';
import { needsPlan, observePlan } from './plans/planSteps';
import { postponeOrder } from './postponeOrder';
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
  | {
      outcome: 'delayed';
      error: AwsCallError;
      /** What its timeline says of it, when it is news. */
      told?: string;
    };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** After so many failures in a row the timeline says that AWS gives no usable answer. */
const WORTH_SAYING = 3;
/** The portal is not set up to work: no fault of the order's, which can go on when that is mended. It is said at once. */
const PORTALS_FAULT: readonly AwsErrorKind[] = [
  'access-denied',
  'credentials',
  'wrong-account',
];

async function observeQueued(
  order: StoredOrder,
  context: ReconcileContext,
): Promise<Observation> {
  const { checker, look, knex, turns } = context;
  if (!(await turns.isTurnOf(knex, order))) {
    return { of: 'checks', remnant: 'none', mustWait: true };
  }
  const { objection, returned, pathId } = await checker.check(order);
  const { remnant } = order.progress;
  if (objection || returned || !remnant) {
    const plan =
      !objection && !returned && needsPlan(order)
        ? await observePlan(order, context)
        : undefined;
    return { of: 'checks', objection, returned, plan, pathId, remnant: 'none' };
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

/**
 * An order that AWS may have got is looked for, and sent again, only where it was ordered: nowhere else would it be found, and
 * there it would be launched once more. AWS has nothing of one that is queued: its check tells whether its target has moved.
 */
function checkPlace(
  { state, accountId, region }: StoredOrder,
  { look, obstacle }: ReconcileContext,
): void {
  if (obstacle) {
    throw obstacle;
  }
  if (state !== 'queued') {
    look.target.verifyPlace({ accountId, region });
  }
}

/** @returns what the timeline says of it, when it is news */
async function delay(
  work: OrderWork,
  error: AwsCallError,
  { clock, random }: ReconcileContext,
): Promise<string | undefined> {
  const { failures: before, hindrance } = work.order.progress;
  const failuresInARow = before + 1;
  const waitMs = backoffMs(failuresInARow, {
    firstMs: FIRST_WAIT_MS,
    longestMs: LONGEST_WAIT_MS,
    random,
  });
  const now = clock.now();
  const dueAt = after(now, Math.max(waitMs, error.retryAfterMs ?? 0));
  const progress = { failures: failuresInARow };
  const by = PORTALS_FAULT.includes(error.kind) ? 'portal' : 'aws';
  const isNews =
    by === 'portal'
      ? hindrance !== 'portal'
      : !hindrance && failuresInARow >= WORTH_SAYING;
  if (!isNews) {
    await work.save({ dueAt, progress });
    return undefined;
  }
  const reason = error.message.replace(/\.$/, '');
  const message = `${reason}. The portal keeps trying.`;
  const alarm =
    by === 'portal'
      ? { code: 'unreachable' as const, message, since: now.toISOString() }
      : work.order.progress.alarm;
  await work.advance(
    { type: 'delayed', message },
    { dueAt, progress: { ...progress, hindrance: by, alarm } },
  );
  return message;
}

async function settle(
  work: OrderWork,
  error: unknown,
  context: ReconcileContext,
): Promise<ReconcileOutcome> {
  if (!isAwsCallError(error)) {
    throw error;
  }
  const mayPass = error.retryable || PORTALS_FAULT.includes(error.kind);
  if (work.order.state === 'queued' && error.kind === 'busy') {
    await postponeOrder(work, describeCallError(error), context, {
      tokenIsUsed: false,
    });
    return { outcome: 'advanced' };
  }
  // Nothing was sent yet, and asking again would not help.
  if (work.order.state === 'queued' && !mayPass) {
    await failOrder(work, describeCallError(error), context);
    return { outcome: 'advanced' };
  }
  const told = await delay(work, error, context);
  return { outcome: 'delayed', error, told };
}

/**
 * Raises the alarm once AWS has been at an order for longer than it should take. It is followed as before.
 *
 * @returns whether the alarm was raised
 */
async function tellIfStuck(
  work: OrderWork,
  { clock, stuckAfterMs }: ReconcileContext,
): Promise<boolean> {
  const { order } = work;
  const { alarm, remnant } = order.progress;
  // Without a record it is not AWS that it waits for.
  const recordId = order.recordId ?? remnant?.recordId;
  const startedAt = workingSince(order);
  const now = clock.now();
  const isStuck =
    recordId !== undefined &&
    now.getTime() - Date.parse(startedAt) >= stuckAfterMs;
  if (!isStuck || alarm?.code === 'stuck') {
    return false;
  }
  const message = `AWS has been at it since ${startedAt} and has come to no end (record ${recordId}). The portal goes on following it.`;
  const since = now.toISOString();
  await work.advance(
    { type: 'stuck', message },
    {
      dueAt: nextPollAt(startedAt, now),
      progress: { alarm: { code: 'stuck', message, since } },
    },
  );
  return true;
}

async function pass(
  work: OrderWork,
  context: ReconcileContext,
): Promise<ReconcileOutcome> {
  const { order } = work;
  assertIntact(order);
  if (isFinalOrderState(order.state)) {
    const { isComplete, error } = await catchUp(work, context);
    return error
      ? { outcome: 'delayed', error }
      : { outcome: isComplete ? 'advanced' : 'waiting' };
  }
  try {
    checkPlace(order, context);
    const step = decideStep(order, await observeOrder(order, context));
    if (step.do !== 'wait') {
      await takeStep(work, step, context);
      return { outcome: 'advanced' };
    }
  } catch (error) {
    return await settle(work, error, context);
  }
  if (await tellIfStuck(work, context)) {
    return { outcome: 'advanced' };
  }
  await work.save({
    dueAt: nextPollAt(workingSince(order), context.clock.now()),
    progress: unhindered(order.progress),
  });
  return { outcome: 'waiting' };
}

/**
 * One pass over an order: observe, decide on one step, take it, save by compare-and-swap.
 *
 * An order that AWS may have accepted never fails because we cannot look: it is looked at again. One that has ended is due while
 * the inventory does not show its result.
 *
 * @throws Error when something of our own is wrong, for example the database; see `noteDefect`
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
