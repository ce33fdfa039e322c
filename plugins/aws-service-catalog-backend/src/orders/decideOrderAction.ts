import { AllowedAction } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { canHappen } from './orderMachine';
import { StoredOrder } from './StoredOrder';

/** What a caller may do to an order. */
export type OrderAction = 'cancel' | 'retry';

/** Whether an action is possible now; if not, one sentence for the reader, and which kind of obstacle it is. */
export type OrderActionDecision =
  | { allowed: true }
  | { allowed: false; reason: string; because: 'permission' | 'state' };

function refuse(
  because: 'permission' | 'state',
  reason: string,
): OrderActionDecision {
  return { allowed: false, because, reason };
}

/**
 * Decides whether a caller who may read an order may act on it now, as far as the order itself tells. A new attempt also takes
 * what placing the order takes: see `decidePlacing`.
 *
 * @param policyAllows - what the permission policy says
 */
export function decideOrderAction(
  action: OrderAction,
  caller: Caller,
  order: StoredOrder,
  policyAllows: boolean,
): OrderActionDecision {
  if (caller.principal !== 'user') {
    return refuse('permission', 'Every change needs a user.');
  }
  if (!policyAllows) {
    return refuse('permission', `You are not allowed to ${action} it.`);
  }
  if (action === 'cancel') {
    return canHappen(order.state, 'cancelled')
      ? { allowed: true }
      : refuse('state', 'Only an order that AWS has not got can be cancelled.');
  }
  if (!canHappen(order.state, 'retried')) {
    return refuse('state', 'Only a failed order can be tried again.');
  }
  return order.progress.failure?.retryable === false
    ? refuse(
        'state',
        `Trying again would fail again. ${order.progress.failure.advice}`,
      )
    : { allowed: true };
}

/** The decision as the API shows it. */
export function toAllowedAction(decision: OrderActionDecision): AllowedAction {
  return decision.allowed
    ? { allowed: true }
    : { allowed: false, reason: decision.reason };
}
