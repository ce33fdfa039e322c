import { visibleProductById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { placements } from '../catalog/sharing';
import { portfolioDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListPortfoliosForProduct = defineOperation({
  name: 'ListPortfoliosForProduct',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      PageToken: members.pageToken,
      PageSize: members.pageSizeMax100,
    },
    ['ProductId'],
  ),
  handle: ({ state }, input) => {
    const { product } = visibleProductById(state, input.ProductId);
    const { items, nextPageToken } = page(
      placements(state, product.id),
      input,
      100,
    );
    return {
      PortfolioDetails: items.map(({ portfolio, portfolioOwner }) =>
        portfolioDetail(portfolio, portfolioOwner),
      ),
      NextPageToken: nextPageToken,
    };
  },
});
