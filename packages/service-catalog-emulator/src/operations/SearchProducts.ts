import { usablePortfolioIds } from '../catalog/launchPaths';
import { page } from '../catalog/paging';
import { filterProducts, sortProducts } from '../catalog/productSearch';
import { placements } from '../catalog/sharing';
import { productViewSummary } from '../catalog/views';
import { Product } from '../state/entities';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const SearchProducts = defineOperation({
  name: 'SearchProducts',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    Filters: members.productFilters,
    PageSize: members.pageSizeMax100,
    SortBy: members.productSortBy,
    SortOrder: members.sortOrder,
    PageToken: members.pageToken,
  }),
  handle: ({ state, caller }, input) => {
    const portfolios = usablePortfolioIds(state, caller);
    const launchable = new Set(
      placements(state)
        .filter(
          ({ association, portfolio }) =>
            state.isSeen(association) && portfolios.has(portfolio.id),
        )
        .map(({ product }) => product),
    );
    const found = filterProducts([...launchable], input.Filters);
    const { items, nextPageToken } = page(
      sortProducts(state, found, input),
      input,
      100,
    );
    return {
      ProductViewSummaries: items.map(productViewSummary),
      ProductViewAggregations: {
        Owner: counts(found, product => product.owner),
        ProductType: counts(found, product => product.type),
        Vendor: counts(found, product => product.distributor),
      },
      NextPageToken: nextPageToken,
    };
  },
});

function counts(products: Product[], attribute: (product: Product) => string) {
  const totals = new Map<string, number>();
  for (const product of products) {
    const value = attribute(product);
    totals.set(value, (totals.get(value) ?? 0) + 1);
  }
  return [...totals]
    .filter(([value]) => value !== '')
    .map(([Value, ApproximateCount]) => ({ Value, ApproximateCount }));
}
