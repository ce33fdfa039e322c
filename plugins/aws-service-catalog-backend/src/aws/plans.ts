import {
  CreateProvisionedProductPlanCommand,
  DeleteProvisionedProductPlanCommand,
  DescribeProvisionedProductPlanCommand,
  ListProvisionedProductPlansCommand,
  ResourceChange,
} from '@aws-sdk/client-service-catalog';
import { PlannedChange } from 'backstage-plugin-aws-service-catalog-common';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { isAwsCallError } from './errors';
import { UpdateProvisionedProductRequest } from './provisioning';

/** The body of a plan: that of the update, and what the plan is called. */
export type PlanUpdateRequest = UpdateProvisionedProductRequest & {
  /** By which it is found again; AWS takes any name twice. */
  planName: string;
  provisionedProductName: string;
};

/** A plan as AWS describes it. */
export type AwsPlan = {
  /** `CREATE_IN_PROGRESS`, `CREATE_SUCCESS`, `CREATE_FAILED`, or of an execution. */
  status: string;
  message?: string;
  changes: PlannedChange[];
};

const actions: readonly string[] = ['ADD', 'REMOVE'];
const replacements: readonly string[] = ['TRUE', 'CONDITIONAL', 'FALSE'];

function toChange(change: ResourceChange): PlannedChange {
  const action = change.Action ?? '';
  const replacement = change.Replacement ?? '';
  return {
    // What AWS may add is a change as well.
    action: (actions.includes(action)
      ? action
      : 'MODIFY') as PlannedChange['action'],
    logicalId: change.LogicalResourceId ?? '',
    physicalId: change.PhysicalResourceId || undefined,
    type: change.ResourceType ?? '',
    replacement: replacements.includes(replacement)
      ? (replacement as PlannedChange['replacement'])
      : undefined,
    scope: change.Scope ?? [],
    details: (change.Details ?? []).map(({ Target, CausingEntity }) => ({
      attribute: Target?.Attribute ?? '',
      name: Target?.Name || undefined,
      requiresRecreation: Target?.RequiresRecreation,
      causedBy: CausingEntity || undefined,
    })),
  };
}

/**
 * Has AWS work out what an update would do. Sent once; after an ambiguous error the identical request may be sent again.
 *
 * AWS API: `CreateProvisionedProductPlan`. A provisioned product has one plan at a time.
 *
 * @returns the plan's id
 * @throws AwsCallError, of kind `invalid-state` when it has another plan, or is neither AVAILABLE nor TAINTED
 */
export async function createPlan(
  target: AwsTarget,
  request: PlanUpdateRequest,
  options?: CallOptions,
): Promise<string> {
  const answer = await target.sendOnce(
    'CreateProvisionedProductPlan',
    new CreateProvisionedProductPlanCommand({
      PlanName: request.planName,
      PlanType: 'CLOUDFORMATION',
      ProvisionedProductName: request.provisionedProductName,
      ProductId: request.productId,
      ProvisioningArtifactId: request.versionId,
      PathId: request.pathId,
      ProvisioningParameters: request.parameters.map(parameter =>
        'value' in parameter
          ? { Key: parameter.key, Value: parameter.value }
          : { Key: parameter.key, UsePreviousValue: true },
      ),
      Tags: request.tags?.map(({ key, value }) => ({ Key: key, Value: value })),
      IdempotencyToken: request.token,
    }),
    {
      ...options,
      secrets: request.parameters.flatMap(parameter =>
        'value' in parameter && parameter.secret ? [parameter.value] : [],
      ),
    },
  );
  return answer.PlanId ?? '';
}

/**
 * What AWS has worked out; 20 changes come per page.
 *
 * AWS API: `DescribeProvisionedProductPlan`.
 *
 * @returns undefined when there is no such plan
 * @throws AwsCallError
 */
export async function describePlan(
  target: AwsTarget,
  planId: string,
  options?: CallOptions,
): Promise<AwsPlan | undefined> {
  const changes: PlannedChange[] = [];
  let plan: Omit<AwsPlan, 'changes'> = { status: '' };
  let pageToken: string | undefined;
  try {
    do {
      const answer = await target.read(
        'DescribeProvisionedProductPlan',
        new DescribeProvisionedProductPlanCommand({
          PlanId: planId,
          PageSize: 20,
          PageToken: pageToken,
        }),
        options,
      );
      const details = answer.ProvisionedProductPlanDetails;
      plan = {
        status: details?.Status ?? '',
        message: details?.StatusMessage || undefined,
      };
      changes.push(...(answer.ResourceChanges ?? []).map(toChange));
      pageToken = answer.NextPageToken || undefined;
    } while (pageToken);
  } catch (error) {
    if (isAwsCallError(error, 'not-found')) {
      return undefined;
    }
    throw error;
  }
  return { ...plan, changes };
}

/**
 * The id of a provisioned product's plan, by the name that we gave it.
 *
 * AWS API: `ListProvisionedProductPlans` with access level Account.
 *
 * @returns undefined when AWS shows none
 * @throws AwsCallError
 */
export async function findPlanId(
  target: AwsTarget,
  which: { provisionedProductId: string; planName: string },
  options?: CallOptions,
): Promise<string | undefined> {
  let pageToken: string | undefined;
  do {
    const answer = await target.read(
      'ListProvisionedProductPlans',
      new ListProvisionedProductPlansCommand({
        ProvisionProductId: which.provisionedProductId,
        AccessLevelFilter: { Key: 'Account', Value: 'self' },
        PageSize: 20,
        PageToken: pageToken,
      }),
      options,
    );
    const found = (answer.ProvisionedProductPlans ?? []).find(
      ({ PlanName }) => PlanName === which.planName,
    );
    if (found) {
      return found.PlanId;
    }
    pageToken = answer.NextPageToken || undefined;
  } while (pageToken);
  return undefined;
}

/**
 * Deletes a plan. One that is gone already is as good.
 *
 * AWS API: `DeleteProvisionedProductPlan`. Of a plan that failed there is no change set, and only with `IgnoreErrors` does AWS not
 * mind.
 *
 * @throws AwsCallError
 */
export async function deletePlan(
  target: AwsTarget,
  planId: string,
  { hasFailed }: { hasFailed: boolean },
  options?: CallOptions,
): Promise<void> {
  try {
    await target.read(
      'DeleteProvisionedProductPlan',
      new DeleteProvisionedProductPlanCommand({
        PlanId: planId,
        IgnoreErrors: hasFailed,
      }),
      options,
    );
  } catch (error) {
    if (!isAwsCallError(error, 'not-found')) {
      throw error;
    }
  }
}
