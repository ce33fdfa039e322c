import { tagOptionById, visibleProductById } from '../catalog/lookups';
import { ownerOfProduct } from '../catalog/sharing';
import { page } from '../catalog/paging';
import { portfolioArn, productArn, timestamp } from '../catalog/views';
import { invalidParameters } from '../errors';
import { AccountState } from '../state/AccountState';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { Output } from '../context';
import { defineOperation } from './Operation';

export const ListResourcesForTagOption = defineOperation({
  name: 'ListResourcesForTagOption',
  input: structure(
    {
      TagOptionId: members.tagOptionId,
      ResourceType: string(),
      PageSize: members.pageSize,
      PageToken: members.pageToken,
    },
    ['TagOptionId'],
  ),
  handle: ({ state }, input) => {
    const { id } = tagOptionById(state, input.TagOptionId);
    const { ResourceType: type } = input;
    if (type !== undefined && !['Portfolio', 'Product'].includes(type)) {
      throw invalidParameters(
        `Invalid ResourceType: ${type}. Valid values are Portfolio and Product.`,
      );
    }
    const { items, nextPageToken } = page(
      state.tagOptionAssociations
        .filter(({ tagOptionId }) => tagOptionId === id)
        .map(({ resourceId }) => resourceId)
        // A product that is not shared any more is out of sight.
        .filter(
          resourceId =>
            state.portfolios.has(resourceId) ||
            ownerOfProduct(state, resourceId),
        )
        .filter(
          resourceId =>
            type === undefined ||
            state.portfolios.has(resourceId) === (type === 'Portfolio'),
        ),
      input,
      20,
    );
    return {
      ResourceDetails: items.map(resourceId =>
        resourceDetail(state, resourceId),
      ),
      PageToken: nextPageToken,
    };
  },
});

function resourceDetail(state: AccountState, id: string): Output {
  const { accountId, region } = state;
  const portfolio = state.portfolios.get(id);
  if (portfolio) {
    return {
      Id: id,
      ARN: portfolioArn(id, accountId, region),
      Name: portfolio.displayName,
      Description: portfolio.description,
      CreatedTime: timestamp(portfolio.createdTime),
    };
  }
  const { product, owner } = visibleProductById(state, id);
  return {
    Id: id,
    ARN: productArn(id, owner.accountId, region),
    Name: product.name,
    Description: product.shortDescription,
    CreatedTime: timestamp(product.createdTime),
  };
}
