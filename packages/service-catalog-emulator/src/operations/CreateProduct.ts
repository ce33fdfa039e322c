import { createArtifact } from '../catalog/artifacts';
import { checkProductType } from '../catalog/productTypes';
import { artifactDetail, productViewDetail } from '../catalog/views';
import { invalidParameters } from '../errors';
import { Product } from '../state/entities';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreateProduct = defineOperation({
  name: 'CreateProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      Name: members.productName,
      Owner: members.productText,
      Description: members.productText,
      Distributor: members.productText,
      SupportDescription: members.productText,
      SupportEmail: members.supportEmail,
      SupportUrl: members.supportUrl,
      ProductType: members.productType,
      Tags: members.addTags,
      ProvisioningArtifactParameters: members.artifactProperties,
      IdempotencyToken: members.idempotencyToken,
      SourceConnection: members.sourceConnection,
    },
    ['Name', 'Owner', 'ProductType', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: async (context, input) => {
    const { state, newId, now } = context;
    checkProductType(input.ProductType);
    if (!input.ProvisioningArtifactParameters) {
      throw invalidParameters(
        'ProvisioningArtifactParameters must be specified: this emulator has no source connections.',
      );
    }
    const id = newId('prod');
    const artifact = await createArtifact(
      context,
      { id, type: input.ProductType },
      input.ProvisioningArtifactParameters,
    );
    const product: Product = {
      id,
      viewId: newId('prodview'),
      name: input.Name,
      owner: input.Owner,
      type: input.ProductType,
      shortDescription: input.Description ?? '',
      distributor: input.Distributor ?? '',
      supportDescription: input.SupportDescription ?? '',
      supportEmail: input.SupportEmail ?? '',
      supportUrl: input.SupportUrl ?? '',
      createdTime: now,
      tags: input.Tags ?? [],
    };
    state.products.set(id, product);
    state.artifacts.set(artifact.id, artifact);
    return {
      ProductViewDetail: productViewDetail(product, state),
      ProvisioningArtifactDetail: artifactDetail(artifact),
      Tags: product.tags,
    };
  },
});
