import type {
  ListProvisionedProductsQuery,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';

/** What a list of provisioned products is narrowed to; the query of the page's URL has the same names. */
export type ResourceFilters = Pick<
  ListProvisionedProductsQuery,
  'search' | 'status' | 'entityRef' | 'owner' | 'product' | 'target'
>;

/** The statuses, worst first, as the filter offers them. */
export const resourceStatuses: readonly ProvisionedProductStatus[] = [
  'ERROR',
  'TAINTED',
  'UNDER_CHANGE',
  'PLAN_IN_PROGRESS',
  'AVAILABLE',
];

const LONGEST_SEARCH = 200;

/** Reads the filters of a URL; a status that does not exist counts as absent, so that an old link still opens. */
export function readResourceFilters(params: URLSearchParams): ResourceFilters {
  const text = (key: string) => params.get(key) || undefined;
  return {
    search: text('search')?.slice(0, LONGEST_SEARCH),
    status: resourceStatuses.find(status => status === params.get('status')),
    entityRef: text('entityRef'),
    owner: text('owner'),
    product: text('product'),
    target: text('target'),
  };
}

/** Writes filters into a URL's query. */
export function writeResourceFilters(
  filters: ResourceFilters,
): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) {
    if (value) {
      params.set(key, value);
    }
  }
  return params;
}
