import {
  exactlyOne,
  resolveArtifact,
  resolveProduct,
} from '../catalog/lookups';
import { isEngineType } from '../catalog/productTypes';
import { provisioningParameter } from '../catalog/provisioningParameters';
import { placements } from '../catalog/sharing';
import { artifactDetail, artifactInfo, creationStatus } from '../catalog/views';
import { resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProvisioningArtifact = defineOperation({
  name: 'DescribeProvisioningArtifact',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    ProvisioningArtifactId: members.id,
    ProductId: members.id,
    ProvisioningArtifactName: members.artifactName,
    ProductName: members.productName,
    Verbose: boolean(),
    IncludeProvisioningArtifactParameters: boolean(),
  }),
  handle: ({ state, world, now }, input) => {
    const version = {
      id: input.ProvisioningArtifactId,
      name: input.ProvisioningArtifactName,
    };
    exactlyOne(version, 'ProvisioningArtifact');
    const named = { id: input.ProductId, name: input.ProductName };
    // The version's id alone is enough; with a name the product is needed too.
    const productId =
      named.id === undefined && named.name === undefined
        ? productOfVersion(state, version.id)
        : resolveProduct(state, named).id;
    if (productId === undefined) {
      throw resourceNotFound(
        `Provisioning artifact ${version.id ?? version.name} not found.`,
      );
    }
    const artifact = resolveArtifact(state, productId, version);
    const template = world.template(artifact.templateDigest);
    return {
      ProvisioningArtifactDetail: artifactDetail(artifact),
      Info: {
        ...artifactInfo(artifact),
        ...(input.Verbose &&
          !isEngineType(artifact.type) && {
            CloudFormationTemplate: world.templateText(artifact.templateDigest),
          }),
      },
      Status: creationStatus(artifact.createdTime, now),
      ProvisioningArtifactParameters:
        input.IncludeProvisioningArtifactParameters
          ? Object.entries(template.parameters).map(provisioningParameter)
          : undefined,
    };
  },
});

function productOfVersion(
  state: AccountState,
  id: string = '',
): string | undefined {
  const own = state.artifacts.get(id)?.productId;
  return (
    own ??
    placements(state).find(({ productOwner, product }) => {
      const artifact = productOwner.artifacts.get(id);
      return artifact?.productId === product.id;
    })?.product.id
  );
}
