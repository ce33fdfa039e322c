import { resolveProvisionedProduct } from '../catalog/lookups';
import { page } from '../catalog/paging';
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
  handle: ({ state }, input) => {
    resolveProvisionedProduct(state, { id: input.ProvisionedProductId });
    // Only stack sets have instances, and everything here runs in a stack.
    const { items, nextPageToken } = page([], input, 20);
    return { StackInstances: items, NextPageToken: nextPageToken };
  },
});
