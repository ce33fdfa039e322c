import { resolveProvisionedProduct } from '../catalog/lookups';
import { provisionedProductDetail } from '../provisioning/records';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProvisionedProduct = defineOperation({
  name: 'DescribeProvisionedProduct',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    Id: members.id,
    Name: members.provisionedProductName,
  }),
  handle: ({ state }, input) => ({
    ProvisionedProductDetail: provisionedProductDetail(
      resolveProvisionedProduct(state, { id: input.Id, name: input.Name }, ''),
    ),
    CloudWatchDashboards: [],
  }),
});
