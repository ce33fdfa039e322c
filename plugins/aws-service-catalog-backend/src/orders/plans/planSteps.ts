import { randomUUID } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { isAwsCallError } from '../../aws';
import { after } from '../backoff';
import { failOrder } from '../endOrder';
import { describeCallError, failures } from '../failures';
import { OrderWork } from '../OrderWork';
import { ReconcileContext } from '../ReconcileContext';
import { StoredOrder } from '../StoredOrder';
import { bodyOfPlan } from './planBody';
import { isOtherPlan, PlanSight } from './PlanKeeper';
import { StoredPlan } from './PlanStore';

/** A look that is older than this does not count any more: AWS was not to be reached in between. */
const GOOD_FOR_MS = 15 * 60_000;
/** How long AWS's lookups may take to show what it has taken. */
const LOOKUP_LAG_MS = 5 * 60_000;
/** When an order is looked at again that waits for a preview of somebody else's. */
const WAIT_MS = 5_000;

/** What is known of the plan that shows what an update is about to replace. */
export type PlanObservation =
  /** There is none yet. */
  | { state: 'none' }
  /** It is noted, and AWS shows none. */
  | { state: 'unseen'; plan: StoredPlan }
  | { state: 'running'; plan: StoredPlan; sight: PlanSight }
  /** AWS has a result that is not noted yet. */
  | { state: 'result'; plan: StoredPlan; sight: PlanSight }
  /** The result is noted, and AWS may still have the plan. */
  | { state: 'left'; plan: StoredPlan }
  | { state: 'done'; plan: StoredPlan };

/**
 * Whether what an update replaces is looked at before it is submitted: when somebody approved it, or had it previewed, and AWS
 * has plans for what it changes.
 */
export function needsPlan({ kind, content }: StoredOrder): boolean {
  return (
    kind === 'update' &&
    content.plannable === true &&
    (content.approval !== undefined || content.replacements !== undefined)
  );
}

/** The order as it is: another digest, or another attempt, needs a plan of its own. */
function digestOf({ digest, attempt }: StoredOrder): string {
  return `${digest} ${attempt}`;
}

/**
 * Looks at the plan of an update.
 *
 * @throws AwsCallError
 */
export async function observePlan(
  order: StoredOrder,
  { plans, planStore, clock }: ReconcileContext,
): Promise<PlanObservation> {
  const plan = await planStore.findForOrder(
    order.id,
    digestOf(order),
    after(clock.now(), -GOOD_FOR_MS),
  );
  // One that AWS has lost tells nothing.
  if (!plan || (plan.deletedAt && plan.state === 'running')) {
    return { state: 'none' };
  }
  if (plan.state !== 'running') {
    return { state: plan.deletedAt ? 'done' : 'left', plan };
  }
  const sight = await plans.look(plan);
  switch (sight.seen) {
    case 'nothing':
      return { state: 'unseen', plan };
    case 'running':
      return { state: 'running', plan, sight };
    default:
      return { state: 'result', plan, sight };
  }
}

/** Notes that a plan is going to be made, and has AWS make it. */
export async function makePlan(
  work: OrderWork,
  pathId: string | undefined,
  context: ReconcileContext,
): Promise<void> {
  const { order } = work;
  const { plans, planStore, clock } = context;
  const { id = '', name } = order.provisionedProduct;
  let plan: StoredPlan;
  try {
    plan = await plans.begin({
      id: randomUUID(),
      target: order.target,
      provisionedProduct: { id, name },
      version: order.version ?? { id: '', name: '' },
      orderId: order.id,
      digest: digestOf(order),
    });
  } catch (error) {
    if (!isDatabaseConflictError(error)) {
      throw error;
    }
    // Somebody looks at a preview of their own, or one is left over: both are over in a while.
    const open = await planStore.findOpen(order.target, id);
    if (open) {
      await plans.sweep(open);
    }
    await work.save({ dueAt: after(clock.now(), WAIT_MS) });
    return;
  }
  await sendPlan(work, plan, { pathId, isFirst: true }, context);
}

/**
 * Has AWS make a plan that is noted.
 *
 * @param how.isFirst - whether AWS surely was not asked for it before
 * @throws AwsCallError when it is worth another try
 */
export async function sendPlan(
  work: OrderWork,
  plan: StoredPlan,
  how: { pathId?: string; isFirst: boolean },
  context: ReconcileContext,
): Promise<void> {
  const { plans, knex, secrets, clock } = context;
  const { order } = work;
  try {
    const values = await secrets.open(knex, order.id);
    await plans.send(plan, bodyOfPlan(order, values, how.pathId));
  } catch (error) {
    if (!isAwsCallError(error)) {
      throw error;
    }
    const isRefused =
      !error.ambiguous &&
      isAwsCallError(error, 'invalid', 'invalid-state', 'not-found');
    if (!isRefused) {
      throw error;
    }
    const ageMs = clock.now().getTime() - Date.parse(plan.createdAt);
    if (!how.isFirst && ageMs < LOOKUP_LAG_MS) {
      // AWS may refuse it because it has it, and does not show it yet.
      await work.save({ dueAt: after(clock.now(), WAIT_MS) });
      return;
    }
    await plans.refuse(plan, error);
    await failOrder(
      work,
      isOtherPlan(error)
        ? failures.otherPlan(order.provisionedProduct.name)
        : describeCallError(error),
      context,
    );
  }
}

/** Notes what AWS has worked out, and deletes the plan there. */
export async function closePlan(
  { plan, sight }: { plan: StoredPlan; sight?: PlanSight },
  { plans }: ReconcileContext,
): Promise<void> {
  await plans.remove(sight ? await plans.note(plan, sight) : plan);
}
