import { portfolioById, productById } from '../catalog/lookups';
import { page } from '../catalog/paging';
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
    const { id } = productById(state, input.ProductId);
    const { items, nextPageToken } = page(
      state.productAssociations.filter(({ productId }) => productId === id),
      input,
      100,
    );
    return {
      PortfolioDetails: items.map(({ portfolioId }) =>
        portfolioDetail(portfolioById(state, portfolioId), state),
      ),
      NextPageToken: nextPageToken,
    };
  },
});
