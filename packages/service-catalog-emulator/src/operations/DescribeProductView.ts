import { requireLaunchPaths } from '../catalog/launchPaths';
import { artifactView, productViewSummary } from '../catalog/views';
import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProductView = defineOperation({
  name: 'DescribeProductView',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state, caller }, input) => {
    const product = [...state.products.values()].find(
      ({ viewId }) => viewId === input.Id,
    );
    if (!product) {
      throw resourceNotFound(`Product view ${input.Id} not found.`);
    }
    requireLaunchPaths(state, caller, product.id);
    return {
      ProductViewSummary: productViewSummary(product),
      ProvisioningArtifacts: state
        .artifactsOf(product.id)
        .filter(artifact => artifact.active)
        .map(artifactView),
    };
  },
});
