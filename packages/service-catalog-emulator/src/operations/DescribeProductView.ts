import { requireLaunchPaths } from '../catalog/launchPaths';
import { placements, versionsOf } from '../catalog/sharing';
import { artifactView, productViewSummary } from '../catalog/views';
import { resourceNotFound } from '../errors';
import { Product } from '../state/entities';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProductView = defineOperation({
  name: 'DescribeProductView',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state, caller }, input) => {
    const isMeant = ({ viewId }: Product) => viewId === input.Id;
    const product =
      [...state.products.values()].find(isMeant) ??
      placements(state).find(placement => isMeant(placement.product))?.product;
    if (!product) {
      throw resourceNotFound(`Product view ${input.Id} not found.`);
    }
    requireLaunchPaths(state, caller, product.id);
    return {
      ProductViewSummary: productViewSummary(product),
      ProvisioningArtifacts: versionsOf(state, product.id)
        .filter(artifact => artifact.active)
        .map(artifactView),
    };
  },
});
