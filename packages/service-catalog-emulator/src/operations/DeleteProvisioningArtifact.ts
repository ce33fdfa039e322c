import { artifactById, productById } from '../catalog/lookups';
import { resourceInUse } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeleteProvisioningArtifact = defineOperation({
  name: 'DeleteProvisioningArtifact',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      ProvisioningArtifactId: members.id,
    },
    ['ProductId', 'ProvisioningArtifactId'],
  ),
  handle: ({ state }, input) => {
    const product = productById(state, input.ProductId);
    const artifact = artifactById(
      state,
      product.id,
      input.ProvisioningArtifactId,
    );
    if (state.artifacts.withKey(product.id).length === 1) {
      throw resourceInUse(
        `Provisioning artifact ${artifact.id} cannot be deleted: it is the last one of product ${product.id}.`,
      );
    }
    state.artifacts.delete(artifact.id);
    return {};
  },
});
