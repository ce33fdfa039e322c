import { approvalTimes, firstLookAt } from './approvals/approvalTimes';
import { Step } from './decideStep';
import { failOrder, succeedOrder } from './endOrder';
import { OrderWork } from './OrderWork';
import { ReturnedOrder } from './OrderChecker';
import { closePlan, makePlan, sendPlan } from './plans/planSteps';
import { postponeOrder } from './postponeOrder';
import { ReconcileContext } from './ReconcileContext';
import {
  followRemnant,
  submitAfterRemnant,
  terminateRemnant,
} from './remnantSteps';
import { acceptOrder, send } from './sendStep';
import { attemptToken } from './StoredOrder';

/** Saves the intent and the token, and only then makes the first call of an attempt. */
async function submit(
  work: OrderWork,
  step: Extract<Step, { do: 'submit' }>,
  context: ReconcileContext,
): Promise<void> {
  const { order } = work;
  await context.boundary('checked');
  const token = attemptToken(order.id, order.attempt);
  const now = context.clock.now().toISOString();
  const remnant =
    step.remnant === 'there' && order.progress.remnant
      ? { ...order.progress.remnant, token: `${token}-remnant`, sentAt: now }
      : undefined;
  await work.advance(
    { type: 'submitted', message: `Attempt ${order.attempt} goes to AWS.` },
    {
      token,
      progress: {
        pathId: step.pathId,
        remnant,
        sentAt: remnant ? undefined : now,
      },
    },
    (tx, saved) => context.turns.take(tx, saved),
  );
  await context.boundary(remnant ? 'remnant-token-saved' : 'token-saved');
  if (remnant) {
    await terminateRemnant(work, context, true);
  } else {
    await send(work, context, true);
  }
}

/** Sends an order back to its approvers, who have the whole time again. */
async function returnOrder(
  work: OrderWork,
  { parts, content, digest }: ReturnedOrder,
  { clock, boundary }: ReconcileContext,
): Promise<void> {
  const now = clock.now();
  const approval = approvalTimes(now, content.approval?.timeoutMs ?? 0);
  const what = parts.join(', ');
  await work.advance(
    {
      type: 'returned',
      message: `It has to be approved anew, until ${approval.dueAt}, because this has changed since: ${what}.`,
    },
    {
      content,
      digest,
      dueAt: firstLookAt(now, content.approval, approval),
      progress: { approval, failures: 0 },
    },
  );
  await boundary('returned');
}

/**
 * Takes the one step that was decided on. Whatever it changes in AWS was saved before as an intent with its token.
 *
 * @throws AwsCallError when it is worth another try
 * @throws ClaimLostError when somebody else saved the order first
 */
export async function takeStep(
  work: OrderWork,
  step: Exclude<Step, { do: 'wait' }>,
  context: ReconcileContext,
): Promise<void> {
  switch (step.do) {
    case 'return':
      return returnOrder(work, step.returned, context);
    case 'plan':
      return makePlan(work, step.pathId, context);
    case 'plan-again':
      return sendPlan(work, step.plan, { ...step, isFirst: false }, context);
    case 'close-plan':
      return closePlan(step, context);
    case 'submit':
      return submit(work, step, context);
    case 'terminate-remnant':
      return terminateRemnant(work, context, false);
    case 'follow-remnant':
      return followRemnant(work, step.record, context);
    case 'submit-after-remnant':
      return submitAfterRemnant(work, context, step.record);
    case 'send-again':
      return send(work, context, false);
    case 'postpone':
      return postponeOrder(work, step.failure, context, step);
    case 'accept':
      return acceptOrder(work, step.record, context);
    case 'succeed':
      return succeedOrder(work, step.record, context);
    default:
      return failOrder(work, step.failure, context, step.record);
  }
}
