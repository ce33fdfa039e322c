import {
  AllowedAction,
  ApprovalDecision,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller, isWithinFloor } from '../authorize';
import { canHappen } from './orderMachine';
import { StoredOrder } from './StoredOrder';

/** What a caller may do to an order. */
export type OrderAction = 'approve' | 'reject' | 'cancel' | 'retry' | 'resume';

/** Whether an action is possible now; if not, one sentence for the reader, and which kind of obstacle it is. */
export type OrderActionDecision =
  | { allowed: true }
  | { allowed: false; reason: string; because: 'permission' | 'state' };

/** What, besides caller and order, says whether an action is possible. */
type Situation = {
  /** What the permission policy says. */
  policyAllows: boolean;
  /** Those made on the order as it is now. */
  decisions: readonly ApprovalDecision[];
  now: Date;
};

function refuse(
  because: 'permission' | 'state',
  reason: string,
): OrderActionDecision {
  return { allowed: false, because, reason };
}

function decideApproval(
  action: 'approve' | 'reject',
  caller: Caller,
  { state, requester, content, progress }: StoredOrder,
  { decisions, now }: Situation,
): OrderActionDecision {
  const { approval } = content;
  if (!approval) {
    return refuse('state', 'Nobody has to approve it.');
  }
  if (state !== 'awaiting-approval') {
    return refuse('state', 'It does not wait for approval any more.');
  }
  if (progress.alarm?.code === 'set-aside') {
    return refuse('state', progress.alarm.message);
  }
  if (approval.provider !== undefined) {
    return refuse('permission', `It is decided by ${approval.provider}.`);
  }
  if (caller.userEntityRef === requester) {
    return refuse(
      'permission',
      action === 'approve'
        ? 'Nobody approves their own order.'
        : 'You asked for it: cancel it instead.',
    );
  }
  // Frozen when it was placed; and whoever has left such a group since does not decide any more.
  if (
    !approval.approvers.some(ref => caller.ownershipEntityRefs.includes(ref))
  ) {
    return refuse(
      'permission',
      `Only ${approval.approvers.join(', ')} can decide it.`,
    );
  }
  if (decisions.some(({ by }) => by === caller.userEntityRef)) {
    return refuse('state', 'You have decided it already.');
  }
  return progress.approval && now.toISOString() < progress.approval.dueAt
    ? { allowed: true }
    : refuse('state', 'The time to decide it is over.');
}

function decideRetry(order: StoredOrder): OrderActionDecision {
  if (!canHappen(order.state, 'retried')) {
    return refuse('state', 'Only a failed order can be tried again.');
  }
  if (order.unreadable) {
    return refuse('state', 'What was ordered cannot be read any more.');
  }
  return order.progress.failure?.retryable === false
    ? refuse(
        'state',
        `Trying again would fail again. ${order.progress.failure.advice}`,
      )
    : { allowed: true };
}

function decideResume({ progress }: StoredOrder): OrderActionDecision {
  return progress.alarm?.code === 'set-aside'
    ? { allowed: true }
    : refuse('state', 'It was not set aside.');
}

function decideCancel({ state }: StoredOrder): OrderActionDecision {
  return canHappen(state, 'cancelled')
    ? { allowed: true }
    : refuse('state', 'Only an order that AWS has not got can be cancelled.');
}

/**
 * Decides whether a caller who may read an order may act on it now, as far as the order itself tells. A new attempt also takes
 * what placing the order takes: see `decidePlacing`.
 */
export function decideOrderAction(
  action: OrderAction,
  caller: Caller,
  order: StoredOrder,
  situation: Situation,
): OrderActionDecision {
  if (caller.principal !== 'user') {
    return refuse('permission', 'Every change needs a user.');
  }
  const decision = decideByOrder(action, caller, order, situation);
  // The order's own reason says more than that a policy is against it as well.
  return decision.allowed && !situation.policyAllows
    ? refuse('permission', `You are not allowed to ${action} it.`)
    : decision;
}

function decideByOrder(
  action: OrderAction,
  caller: Caller,
  order: StoredOrder,
  situation: Situation,
): OrderActionDecision {
  if (action === 'approve' || action === 'reject') {
    return decideApproval(action, caller, order, situation);
  }
  if (action === 'resume') {
    return caller.isOperator
      ? decideResume(order)
      : refuse(
          'permission',
          'Only the people who run the portal can take it up again.',
        );
  }
  const { target, owner, requester } = order;
  const floor = { target, owner, requester, outlivesTargets: true };
  // Those who may only decide an order see it as well.
  if (!isWithinFloor(caller, floor)) {
    return refuse(
      'permission',
      `Only ${requester}, members of ${owner} and the people who run the portal can ${action} it.`,
    );
  }
  return action === 'retry' ? decideRetry(order) : decideCancel(order);
}

/** The decision as the API shows it. */
export function toAllowedAction(decision: OrderActionDecision): AllowedAction {
  return decision.allowed
    ? { allowed: true }
    : { allowed: false, reason: decision.reason };
}
