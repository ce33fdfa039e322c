import { visiblePortfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { filterProducts, sortProducts } from '../catalog/productSearch';
import { ownerOfProduct, placements } from '../catalog/sharing';
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
      const { portfolio } = visiblePortfolioById(state, input.PortfolioId);
      products = placements(state)
        .filter(placement => placement.portfolio === portfolio)
        .map(({ product }) => product);
    }
    const found = filterProducts(products, input.Filters);
    const { items, nextPageToken } = page(
      sortProducts(state, found, input),
      input,
      20,
    );
    return {
      ProductViewDetails: items.map(product =>
        productViewDetail(product, ownerOfProduct(state, product.id)!),
      ),
      NextPageToken: nextPageToken,
    };
  },
});
