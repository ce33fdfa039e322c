import { resolveProvisionedProduct } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { stackInstances } from '../stackSets/instances';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListStackInstancesForProvisionedProduct = defineOperation({
  name: 'ListStackInstancesForProvisionedProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProvisionedProductId: members.id,
      PageToken: members.pageToken,
      PageSize: members.pageSize,
    },
    ['ProvisionedProductId'],
  ),
  handle: ({ state, now }, input) => {
    const provisioned = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
    });
    const { items, nextPageToken } = page(
      stackInstances(state, provisioned, now),
      input,
      20,
    );
    return {
      StackInstances: items.map(({ account, region, status }) => ({
        Account: account,
        Region: region,
        StackInstanceStatus: status,
      })),
      NextPageToken: nextPageToken,
    };
  },
});
