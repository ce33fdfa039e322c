import { resolveProvisionedProduct } from '../catalog/lookups';
import { executionParameters } from '../serviceActions/documents';
import { executableServiceAction } from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeServiceActionExecutionParameters = defineOperation({
  name: 'DescribeServiceActionExecutionParameters',
  input: structure(
    {
      ProvisionedProductId: members.id,
      ServiceActionId: members.id,
      AcceptLanguage: members.acceptLanguage,
    },
    ['ProvisionedProductId', 'ServiceActionId'],
  ),
  handle: ({ state }, input) => {
    const provisioned = resolveProvisionedProduct(state, {
      id: input.ProvisionedProductId,
    });
    return {
      ServiceActionParameters: executionParameters(
        provisioned,
        executableServiceAction(state, provisioned, input.ServiceActionId),
      ),
    };
  },
});
