import { stackSetTargets } from '../catalog/constraints';
import { requireCloudFormation } from '../catalog/productTypes';
import { invalidParameters, invalidState } from '../errors';
import { maskParameters, openPlanOf, planStackChange } from '../plans/plans';
import { LaunchTarget, resolveTarget } from '../provisioning/launchTarget';
import {
  addProvisionedProduct,
  checkLaunch,
  launchWish,
} from '../provisioning/startLaunch';
import { updateWish } from '../provisioning/startUpdate';
import { acceptanceSeconds } from '../provisioning/timeline';
import { AccountState } from '../state/AccountState';
import { ProvisionedProduct, ProvisionedProductPlan } from '../state/entities';
import * as members from '../validation/members';
import { enumeration, string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreateProvisionedProductPlan = defineOperation({
  name: 'CreateProvisionedProductPlan',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PlanName: string(),
      PlanType: enumeration(['CLOUDFORMATION']),
      NotificationArns: members.notificationArns,
      PathId: members.id,
      ProductId: members.id,
      ProvisionedProductName: members.provisionedProductName,
      ProvisioningArtifactId: members.id,
      ProvisioningParameters: members.updateParameters,
      IdempotencyToken: members.idempotencyToken,
      Tags: members.tags,
    },
    [
      'PlanName',
      'PlanType',
      'ProductId',
      'ProvisionedProductName',
      'ProvisioningArtifactId',
      'IdempotencyToken',
    ],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: (context, input) => {
    const { state, caller, now, newId, settings } = context;
    const name = input.ProvisionedProductName;
    const existing = state.provisionedProducts.named(name);
    const target = resolveTarget(context, input, existing);
    requireCloudFormation(target.product, 'Plans');
    requireNoStackSet(context.state, target, existing);
    if (existing) {
      requirePlannable(state, existing);
    }
    const request = existing
      ? updateWish(context, existing, target, {
          parameters: input.ProvisioningParameters,
          tags: input.Tags,
        })
      : checkLaunch(context, target, name, input.Tags ?? []);
    const provisionedProductId = existing?.id ?? newId('pp');
    const change = planStackChange(
      context,
      'wish' in request
        ? request.wish
        : launchWish(context, target, provisionedProductId, {
            parameters: input.ProvisioningParameters,
            notificationArns: input.NotificationArns,
            tags: request.tags,
          }),
      'wish' in request ? request.changesInputs : true,
    );
    const provisioned =
      'wish' in request
        ? existing!
        : addProvisionedProduct(context, request, {
            id: provisionedProductId,
            token: input.IdempotencyToken,
          });
    if (!existing) {
      state.provisionedProducts.change(provisioned, {
        status: 'PLAN_IN_PROGRESS',
      });
    }
    const plan: ProvisionedProductPlan = {
      id: newId('plan'),
      name: input.PlanName,
      provisionedProductId,
      provisionedProductName: name,
      productId: target.product.id,
      artifactId: target.artifact.id,
      pathId: target.path.id,
      createdTime: now,
      readyAt: now + Math.round(acceptanceSeconds(settings) * 1000),
      ...change,
      notificationArns: input.NotificationArns ?? [],
      parameters: maskParameters(
        context,
        target.artifact.templateDigest,
        input.ProvisioningParameters ?? [],
      ),
      tags: input.Tags ?? [],
      resultingTags: request.tags,
      baseRecordId: provisioned.lastProvisioningRecordId,
      userArn: caller.principalArn,
      userArnSession: caller.sessionArn,
    };
    state.plans.set(plan.id, plan);
    return {
      PlanName: plan.name,
      PlanId: plan.id,
      ProvisionProductId: provisionedProductId,
      ProvisionedProductName: name,
      ProvisioningArtifactId: plan.artifactId,
    };
  },
});

/** CloudFormation has no change sets for stack sets. */
function requireNoStackSet(
  state: AccountState,
  { path, product }: LaunchTarget,
  existing: ProvisionedProduct | undefined,
): void {
  const isStackSet = existing
    ? existing.type === 'CFN_STACKSET'
    : stackSetTargets(state, path) !== undefined;
  if (isStackSet) {
    throw invalidParameters(
      `Plans are not supported for product ${product.id}: a STACKSET constraint makes it a stack set.`,
    );
  }
}

function requirePlannable(
  state: AccountState,
  provisioned: ProvisionedProduct,
): void {
  const { id, status } = provisioned;
  if (status !== 'AVAILABLE' && status !== 'TAINTED') {
    throw invalidState(
      `Provisioned product ${id} is ${status}: a plan needs one that is AVAILABLE or TAINTED.`,
    );
  }
  const other = openPlanOf(state, provisioned);
  if (other) {
    throw invalidState(
      `Provisioned product ${id} has a plan already: ${other.id}.`,
    );
  }
}
