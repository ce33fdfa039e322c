import { createArtifact } from '../catalog/artifacts';
import { productById } from '../catalog/lookups';
import { artifactDetail, artifactInfo, creationStatus } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreateProvisioningArtifact = defineOperation({
  name: 'CreateProvisioningArtifact',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      Parameters: members.artifactProperties,
      IdempotencyToken: members.idempotencyToken,
    },
    ['ProductId', 'Parameters', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: async (context, input) => {
    const { state, now } = context;
    const artifact = await createArtifact(
      context,
      productById(state, input.ProductId),
      input.Parameters,
    );
    // The product may have been deleted while the template was loading.
    productById(state, input.ProductId);
    state.artifacts.set(artifact.id, artifact);
    return {
      ProvisioningArtifactDetail: artifactDetail(artifact),
      Info: artifactInfo(artifact),
      Status: creationStatus(artifact.createdTime, now),
    };
  },
});
