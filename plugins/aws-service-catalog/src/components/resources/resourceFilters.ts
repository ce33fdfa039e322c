import type {
  ListProvisionedProductsQuery,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';

/** What a list of provisioned products is narrowed to; the query of the page's URL has the same names. */
export type ResourceFilters = Pick<
  ListProvisionedProductsQuery,
  | 'search'
  | 'status'
  | 'entityRef'
  | 'owner'
  | 'product'
  | 'target'
  | 'outdated'
  | 'drifted'
  | 'unowned'
  | 'leaseEndsBefore'
>;

/** The statuses, worst first, as the filter offers them. */
export const resourceStatuses: readonly ProvisionedProductStatus[] = [
  'ERROR',
  'TAINTED',
  'UNDER_CHANGE',
  'PLAN_IN_PROGRESS',
  'AVAILABLE',
];

/** Filters that are on or off. */
const resourceFlags = ['outdated', 'drifted', 'unowned'] as const;

const LONGEST_SEARCH = 200;

/** An instant of a URL in the form that the backend takes; what is none counts as absent. */
function readInstant(text: string | null): string | undefined {
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

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
    leaseEndsBefore: readInstant(params.get('leaseEndsBefore')),
    ...Object.fromEntries(
      resourceFlags
        .filter(flag => params.get(flag) === 'true')
        .map(flag => [flag, true]),
    ),
  };
}

/** Writes filters into a URL's query. */
export function writeResourceFilters(
  filters: ResourceFilters,
): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) {
    if (value) {
      params.set(key, String(value));
    }
  }
  return params;
}
