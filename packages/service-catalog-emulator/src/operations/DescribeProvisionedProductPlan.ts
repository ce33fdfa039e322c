import { page } from '../catalog/paging';
import { timestamp } from '../catalog/views';
import { planById, planStatus } from '../plans/plans';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProvisionedProductPlan = defineOperation({
  name: 'DescribeProvisionedProductPlan',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PlanId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
    },
    ['PlanId'],
  ),
  handle: ({ state, now }, input) => {
    const plan = planById(state, input.PlanId);
    const { status, since, message } = planStatus(plan, state, now);
    const { items, nextPageToken } = page(
      status === 'CREATE_IN_PROGRESS' ? [] : plan.stack?.changes ?? [],
      input,
      20,
    );
    return {
      ProvisionedProductPlanDetails: {
        CreatedTime: timestamp(plan.createdTime),
        PathId: plan.pathId,
        ProductId: plan.productId,
        PlanName: plan.name,
        PlanId: plan.id,
        ProvisionProductId: plan.provisionedProductId,
        ProvisionProductName: plan.provisionedProductName,
        PlanType: 'CLOUDFORMATION',
        ProvisioningArtifactId: plan.artifactId,
        Status: status,
        UpdatedTime: timestamp(since),
        NotificationArns: plan.notificationArns,
        ProvisioningParameters: plan.parameters,
        Tags: plan.tags,
        StatusMessage: message,
      },
      ResourceChanges: items,
      NextPageToken: nextPageToken,
    };
  },
});
