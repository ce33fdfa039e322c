import { resolveProvisionedProduct } from '../catalog/lookups';
import { pageOfMatches } from '../catalog/paging';
import { accessLevel } from '../provisioning/accessLevel';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListProvisionedProductPlans = defineOperation({
  name: 'ListProvisionedProductPlans',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    ProvisionProductId: members.id,
    PageSize: members.pageSize,
    PageToken: members.pageToken,
    AccessLevelFilter: members.accessLevelFilter,
  }),
  handle: ({ state, caller }, input) => {
    const visible = accessLevel(input.AccessLevelFilter, caller, 'User');
    const { ProvisionProductId: id } = input;
    if (id !== undefined) {
      resolveProvisionedProduct(state, { id });
    }
    const { items, nextPageToken } = pageOfMatches(
      state.plans.values(),
      [
        ...visible,
        ({ provisionedProductId }) =>
          (id ?? provisionedProductId) === provisionedProductId,
      ],
      input,
      20,
    );
    return {
      ProvisionedProductPlans: items.map(plan => ({
        PlanName: plan.name,
        PlanId: plan.id,
        ProvisionProductId: plan.provisionedProductId,
        ProvisionProductName: plan.provisionedProductName,
        PlanType: 'CLOUDFORMATION',
        ProvisioningArtifactId: plan.artifactId,
      })),
      NextPageToken: nextPageToken,
    };
  },
});
