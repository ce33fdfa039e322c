import { requireLaunchPaths } from '../catalog/launchPaths';
import { describedProduct } from '../catalog/lookups';
import { budgetsOf } from '../catalog/budgets';
import { versionsOf } from '../catalog/sharing';
import { artifactView, productViewSummary } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProduct = defineOperation({
  name: 'DescribeProduct',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    Id: members.id,
    Name: members.productName,
  }),
  handle: ({ state, caller }, input) => {
    const product = describedProduct(state, input);
    const paths = requireLaunchPaths(state, caller, product.id);
    return {
      ProductViewSummary: productViewSummary(product),
      ProvisioningArtifacts: versionsOf(state, product.id)
        .filter(artifact => artifact.active)
        .map(artifactView),
      Budgets: budgetsOf(state, product.id),
      LaunchPaths: paths.map(path => ({
        Id: path.id,
        Name: path.portfolio.displayName,
      })),
    };
  },
});
