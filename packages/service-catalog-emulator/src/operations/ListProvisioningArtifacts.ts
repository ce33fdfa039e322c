import { visibleProductById } from '../catalog/lookups';
import { artifactDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListProvisioningArtifacts = defineOperation({
  name: 'ListProvisioningArtifacts',
  input: structure(
    { AcceptLanguage: members.acceptLanguage, ProductId: members.id },
    ['ProductId'],
  ),
  // The only list that is not paged: its input has no page token.
  handle: ({ state }, input) => {
    const { product, owner } = visibleProductById(state, input.ProductId);
    return {
      ProvisioningArtifactDetails: owner.artifacts
        .withKey(product.id)
        .map(artifactDetail),
    };
  },
});
