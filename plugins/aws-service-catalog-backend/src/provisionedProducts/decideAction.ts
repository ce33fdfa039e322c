import { AllowedAction } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { StoredProvisionedProduct } from './ProvisionedProductStore';

/**
 * What may be done to a provisioned product. `abandon`: terminate it and leave resources behind in AWS; `repair`: set its owner and
 * its launch role in AWS.
 */
export type ProvisionedProductAction =
  | 'update'
  | 'terminate'
  | 'abandon'
  | 'run-action'
  | 'repair'
  | 'renew';

/** What comes after "You are not allowed to ". */
const verbs: Record<ProvisionedProductAction, string> = {
  update: 'update it',
  terminate: 'terminate it',
  abandon: 'terminate it and leave resources behind',
  'run-action': 'run service actions on it',
  repair: 'set its owner or launch role in AWS',
  renew: 'renew its lease',
};

/** Those that are for operators, whatever a policy says. */
const forOperators: readonly ProvisionedProductAction[] = ['abandon', 'repair'];

/** Whether an action is for operators, whatever a policy says. */
export function isForOperators(action: ProvisionedProductAction): boolean {
  return forOperators.includes(action);
}

/** Those that a provisioned product has to run for. */
const needsRunning: readonly ProvisionedProductAction[] = [
  'update',
  'run-action',
];

/**
 * Whether AWS has service actions for a provisioned product: only for stacks, and not for stack sets or what other engines run.
 *
 * @param type - AWS: `ProvisionedProductAttribute.Type`
 */
export function hasServiceActions({ type }: { type: string }): boolean {
  return type === 'CFN_STACK';
}

/** Whether something may be done now; if not, one sentence for the reader, and which kind of obstacle it is. */
export type ActionDecision =
  | { allowed: true }
  | { allowed: false; reason: string; because: 'permission' | 'state' };

/** The decision as the API shows it. */
export function toAllowedAction(decision: ActionDecision): AllowedAction {
  return decision.allowed
    ? { allowed: true }
    : { allowed: false, reason: decision.reason };
}

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
  product: Pick<StoredProvisionedProduct, 'owner' | 'status' | 'type'>,
  facts: { policyAllows: boolean; openOrderId?: string },
): ActionDecision {
  if (caller.principal !== 'user') {
    return refuse('permission', 'Every change needs a user.');
  }
  if (isForOperators(action) && !caller.isOperator) {
    return refuse(
      'permission',
      `Only the people who run the portal can ${verbs[action]}.`,
    );
  }
  if (!facts.policyAllows) {
    return refuse('permission', `You are not allowed to ${verbs[action]}.`);
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
  // A renewal changes nothing in AWS.
  if (action !== 'renew' && product.status === 'UNDER_CHANGE') {
    return refuse('state', 'AWS is changing it. Wait until that is done.');
  }
  if (action === 'run-action' && !hasServiceActions(product)) {
    return refuse('state', 'AWS has no service actions for what it is.');
  }
  if (needsRunning.includes(action) && product.status === 'ERROR') {
    return refuse(
      'state',
      `Its launch failed, so there is nothing to ${
        action === 'update' ? 'update' : 'run it on'
      }. Terminate it and order it again.`,
    );
  }
  if (
    (needsRunning.includes(action) || action === 'repair') &&
    product.status === 'PLAN_IN_PROGRESS'
  ) {
    return refuse('state', 'A plan for it is waiting to be executed in AWS.');
  }
  return { allowed: true };
}
