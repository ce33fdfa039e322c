import { AwsError, invalidParameters } from '../errors';
import { planById, planStatus } from '../plans/plans';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeleteProvisionedProductPlan = defineOperation({
  name: 'DeleteProvisionedProductPlan',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PlanId: members.id,
      IgnoreErrors: boolean(),
    },
    ['PlanId'],
  ),
  handle: ({ state, now }, input) => {
    const plan = planById(state, input.PlanId);
    const { status } = planStatus(plan, state, now);
    if (status === 'CREATE_IN_PROGRESS' || status === 'EXECUTE_IN_PROGRESS') {
      throw invalidParameters(
        `Plan ${plan.id} is ${status} and cannot be deleted.`,
      );
    }
    // There is no change set behind a plan that failed, and deleting that is what fails on AWS.
    if (status === 'CREATE_FAILED' && !input.IgnoreErrors) {
      throw new AwsError(
        'ValidationException',
        `ChangeSet [${plan.name}] does not exist`,
      );
    }
    state.plans.delete(plan.id);
    const provisioned = state.provisionedProducts.get(
      plan.provisionedProductId,
    );
    if (provisioned?.status === 'PLAN_IN_PROGRESS') {
      state.removeProvisionedProduct(provisioned);
    }
    return {};
  },
});
