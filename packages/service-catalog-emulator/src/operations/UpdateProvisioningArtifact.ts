import { artifactById, productById } from '../catalog/lookups';
import { artifactDetail, artifactInfo, creationStatus } from '../catalog/views';
import * as members from '../validation/members';
import { boolean, enumeration, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdateProvisioningArtifact = defineOperation({
  name: 'UpdateProvisioningArtifact',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      ProvisioningArtifactId: members.id,
      Name: members.artifactName,
      Description: members.artifactDescription,
      Active: boolean(),
      Guidance: enumeration(['DEFAULT', 'DEPRECATED']),
    },
    ['ProductId', 'ProvisioningArtifactId'],
  ),
  handle: ({ state, now }, input) => {
    productById(state, input.ProductId);
    const artifact = artifactById(
      state,
      input.ProductId,
      input.ProvisioningArtifactId,
    );
    artifact.name = input.Name ?? artifact.name;
    artifact.description = input.Description ?? artifact.description;
    artifact.active = input.Active ?? artifact.active;
    artifact.guidance = input.Guidance ?? artifact.guidance;
    return {
      ProvisioningArtifactDetail: artifactDetail(artifact),
      Info: artifactInfo(artifact),
      Status: creationStatus(artifact.createdTime, now),
    };
  },
});
