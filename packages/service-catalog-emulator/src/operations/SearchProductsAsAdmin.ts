import { portfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { filterProducts, sortProducts } from '../catalog/productSearch';
import { productViewDetail } from '../catalog/views';
import * as members from '../validation/members';
import { enumeration, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const SearchProductsAsAdmin = defineOperation({
  name: 'SearchProductsAsAdmin',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    PortfolioId: members.id,
    Filters: members.productFilters,
    SortBy: members.productSortBy,
    SortOrder: members.sortOrder,
    PageToken: members.pageToken,
    PageSize: members.pageSize,
    ProductSource: enumeration(['ACCOUNT']),
  }),
  handle: ({ state }, input) => {
    let products = [...state.products.values()];
    if (input.PortfolioId !== undefined) {
      const { id } = portfolioById(state, input.PortfolioId);
      const within = new Set(
        state.productAssociations
          .filter(({ portfolioId }) => portfolioId === id)
          .map(({ productId }) => productId),
      );
      products = products.filter(product => within.has(product.id));
    }
    const found = filterProducts(products, input.Filters);
    const { items, nextPageToken } = page(
      sortProducts(state, found, input),
      input,
      20,
    );
    return {
      ProductViewDetails: items.map(product =>
        productViewDetail(product, state),
      ),
      NextPageToken: nextPageToken,
    };
  },
});
