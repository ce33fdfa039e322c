import { AccountState } from '../state/AccountState';
import { Product } from '../state/entities';
import { sortBy } from './paging';
import { versionsOf } from './sharing';

/**
 * Products that match all filters; values of one filter are alternatives. Full-text search finds
 * products that have every word of the text in one of their texts.
 */
export function filterProducts(
  products: Product[],
  filters: { [filter: string]: string[] } = {},
): Product[] {
  return products.filter(product =>
    Object.entries(filters).every(([filter, values]) =>
      values.some(value => matches(product, filter, value)),
    ),
  );
}

/** Sorts by what the caller asks for; otherwise leaves the order of creation. */
export function sortProducts(
  state: AccountState,
  products: Product[],
  {
    SortBy,
    SortOrder,
  }: {
    SortBy?: 'Title' | 'VersionCount' | 'CreationDate';
    SortOrder?: 'ASCENDING' | 'DESCENDING';
  },
): Product[] {
  switch (SortBy) {
    case 'Title':
      return sortBy(products, product => product.name, SortOrder);
    case 'VersionCount':
      return sortBy(
        products,
        product => versionsOf(state, product.id).length,
        SortOrder,
      );
    case 'CreationDate':
      return sortBy(products, product => product.createdTime, SortOrder);
    default:
      return products;
  }
}

function matches(product: Product, filter: string, value: string): boolean {
  switch (filter) {
    case 'Owner':
      return product.owner === value;
    case 'ProductType':
      return product.type === value;
    case 'SourceProductId':
      return product.id === value;
    default: {
      const text = [
        product.id,
        product.name,
        product.shortDescription,
        product.owner,
        product.distributor,
        product.supportDescription,
      ]
        .join('\n')
        .toLowerCase();
      return value
        .toLowerCase()
        .split(/\s+/)
        .every(word => text.includes(word));
    }
  }
}
