import { describedProduct } from '../catalog/lookups';
import { tagOptionsOf } from '../catalog/tagOptions';
import {
  productViewDetail,
  tagOptionDetail,
  timestamp,
} from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProductAsAdmin = defineOperation({
  name: 'DescribeProductAsAdmin',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    Id: members.id,
    Name: members.productName,
    SourcePortfolioId: members.id,
  }),
  handle: ({ state }, input) => {
    const product = describedProduct(state, input);
    return {
      ProductViewDetail: productViewDetail(product, state),
      ProvisioningArtifactSummaries: state
        .artifactsOf(product.id)
        .map(artifact => ({
          Id: artifact.id,
          Name: artifact.name,
          Description: artifact.description,
          CreatedTime: timestamp(artifact.createdTime),
          ProvisioningArtifactMetadata: {
            SourceProvisioningArtifactId: artifact.id,
          },
        })),
      Tags: product.tags,
      TagOptions: tagOptionsOf(state, product.id).map(tagOptionDetail),
      Budgets: [],
    };
  },
});
