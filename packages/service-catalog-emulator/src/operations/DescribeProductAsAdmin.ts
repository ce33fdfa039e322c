import { budgetsOf } from '../catalog/budgets';
import { describedProduct, visibleProductById } from '../catalog/lookups';
import { tagOptionsOf, visibleTagOptionsOf } from '../catalog/tagOptions';
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
    const { id } = describedProduct(state, input);
    const { product, owner } = visibleProductById(state, id);
    const { SourcePortfolioId: source } = input;
    return {
      ProductViewDetail: productViewDetail(product, owner),
      ProvisioningArtifactSummaries: owner.artifacts
        .withKey(product.id)
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
      TagOptions: (source === undefined
        ? tagOptionsOf(state, product.id)
        : visibleTagOptionsOf(state, product.id, source)
      ).map(tagOptionDetail),
      Budgets: budgetsOf(state, product.id),
    };
  },
});
