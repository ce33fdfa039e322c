import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { NO_ECHO_MASK } from '../cloudformation/parameters';
import { OperationContext } from '../context';
import { resourceNotFound } from '../errors';
import { prepareStack, StackWish } from '../provisioning/prepareStack';
import { recordStatus } from '../provisioning/records';
import { UpdateParameter } from '../provisioning/updateParameters';
import { AccountState } from '../state/AccountState';
import {
  PreparedStack,
  ProvisionedProduct,
  ProvisionedProductPlan,
} from '../state/entities';

/** A plan's status, as the clock has it. */
export type PlanStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_SUCCESS'
  | 'CREATE_FAILED'
  | 'EXECUTE_IN_PROGRESS'
  | 'EXECUTE_SUCCESS'
  | 'EXECUTE_FAILED';

/** The plan with that id. */
export function planById(
  state: AccountState,
  id: string,
): ProvisionedProductPlan {
  const plan = state.plans.get(id);
  if (!plan) {
    throw resourceNotFound(`Plan ${id} not found.`);
  }
  return plan;
}

/** The plan of a provisioned product that has not been executed, if it has one. */
export function openPlanOf(
  state: AccountState,
  { id }: ProvisionedProduct,
): ProvisionedProductPlan | undefined {
  return [...state.plans.values()].find(
    plan => plan.provisionedProductId === id && plan.recordId === undefined,
  );
}

/** Status of a plan, since when it has had it, and why. */
export function planStatus(
  plan: ProvisionedProductPlan,
  state: AccountState,
  now: number,
): { status: PlanStatus; since: number; message?: string } {
  const record = state.records.get(plan.recordId ?? '');
  if (record) {
    const { status, since } = recordStatus(record, now);
    switch (status) {
      case 'SUCCEEDED':
        return { status: 'EXECUTE_SUCCESS', since };
      case 'FAILED':
        return {
          status: 'EXECUTE_FAILED',
          since,
          message: record.outcome.statusMessage,
        };
      default:
        return { status: 'EXECUTE_IN_PROGRESS', since: record.createdTime };
    }
  }
  if (now < plan.readyAt) {
    return { status: 'CREATE_IN_PROGRESS', since: plan.createdTime };
  }
  return plan.problem === undefined
    ? { status: 'CREATE_SUCCESS', since: plan.readyAt }
    : { status: 'CREATE_FAILED', since: plan.readyAt, message: plan.problem };
}

/**
 * Works out what CloudFormation would do, or why it would not do it.
 *
 * @param changesInputs - whether template or values differ from those the stack has, if it exists
 */
export function planStackChange(
  context: OperationContext,
  wish: StackWish,
  changesInputs: boolean,
): { stack: PreparedStack } | { problem: string } {
  try {
    const stack = prepareStack(context, wish);
    return stack.changes.length === 0 && !changesInputs
      ? { problem: 'No updates are to be performed.' }
      : { stack };
  } catch (error) {
    if (error instanceof CloudFormationError) {
      return { problem: error.message };
    }
    throw error;
  }
}

/** The caller's parameters as they may be kept and shown. */
export function maskParameters(
  { world }: OperationContext,
  templateDigest: string,
  parameters: UpdateParameter[],
): UpdateParameter[] {
  const declared = world.template(templateDigest).parameters;
  return parameters.map(parameter =>
    parameter.Value !== undefined && declared[parameter.Key ?? '']?.noEcho
      ? { ...parameter, Value: NO_ECHO_MASK }
      : parameter,
  );
}
