import { Caller } from '../authorize';
import { StoredProvisionedProduct } from './ProvisionedProductStore';

/** What may be done to a provisioned product. */
export type ProvisionedProductAction = 'update' | 'terminate';

/** Whether something may be done now; if not, one sentence for the reader, and which kind of obstacle it is. */
export type ActionDecision =
  | { allowed: true }
  | { allowed: false; reason: string; because: 'permission' | 'state' };

function refuse(
  because: 'permission' | 'state',
  reason: string,
): ActionDecision {
  return { allowed: false, because, reason };
}

/**
 * Decides whether a caller who may read a provisioned product may order a change of it now.
 *
 * @param facts.policyAllows - what the permission policy says
 * @param facts.openOrderId - the order that is changing it
 */
export function decideAction(
  action: ProvisionedProductAction,
  caller: Caller,
  product: Pick<StoredProvisionedProduct, 'owner' | 'status'>,
  facts: { policyAllows: boolean; openOrderId?: string },
): ActionDecision {
  if (caller.principal !== 'user') {
    return refuse('permission', 'Every change needs a user.');
  }
  if (!facts.policyAllows) {
    return refuse('permission', `You are not allowed to ${action} it.`);
  }
  if (!product.owner) {
    return refuse(
      'permission',
      'Nobody owns it in the portal yet, so it cannot be changed here.',
    );
  }
  if (facts.openOrderId) {
    return refuse('state', `Order ${facts.openOrderId} is changing it.`);
  }
  if (product.status === 'UNDER_CHANGE') {
    return refuse('state', 'AWS is changing it. Wait until that is done.');
  }
  if (action === 'update' && product.status === 'ERROR') {
    return refuse(
      'state',
      'Its launch failed, so there is nothing to update. Terminate it and order it again.',
    );
  }
  if (action === 'update' && product.status === 'PLAN_IN_PROGRESS') {
    return refuse('state', 'A plan for it is waiting to be executed in AWS.');
  }
  return { allowed: true };
}
