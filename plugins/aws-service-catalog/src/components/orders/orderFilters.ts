import type {
  ListOrdersQuery,
  OrderKind,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { orderKinds } from './orderKinds';

/** Whose orders a list shows. */
export type OrderScope = NonNullable<ListOrdersQuery['scope']>;

/** What a list of orders is narrowed to; the query of the page's URL has the same names. */
export type OrderFilters = {
  scope: OrderScope;
  /** `open`: every state that is not final. */
  state?: OrderState | 'open';
  kind?: OrderKind;
  /** Only those that do not come forward by themselves. */
  alarm?: true;
  entityRef?: string;
  owner?: string;
  productId?: string;
  target?: string;
};

export const orderScopes: readonly OrderScope[] = ['mine', 'teams', 'all'];

/** The states in the order of an order's life, as the filter offers them. */
export const orderStateFilters: readonly (OrderState | 'open')[] = [
  'open',
  'awaiting-approval',
  'queued',
  'submitting',
  'running',
  'succeeded',
  'failed',
  'rejected',
  'expired',
  'cancelled',
];

const DEFAULT_SCOPE: OrderScope = 'teams';

function oneOf<T extends string>(
  values: readonly T[],
  value: string | null,
): T | undefined {
  return values.find(candidate => candidate === value);
}

/** Reads the filters of a URL; a value that does not exist counts as absent, so that an old link still opens. */
export function readOrderFilters(params: URLSearchParams): OrderFilters {
  return {
    scope: oneOf(orderScopes, params.get('scope')) ?? DEFAULT_SCOPE,
    state: oneOf(orderStateFilters, params.get('state')),
    kind: oneOf(orderKinds, params.get('kind')),
    alarm: params.get('alarm') === 'true' || undefined,
    entityRef: params.get('entityRef') ?? undefined,
    owner: params.get('owner') ?? undefined,
    productId: params.get('productId') ?? undefined,
    target: params.get('target') ?? undefined,
  };
}

/** Writes filters into a URL's query; what is the default is left out. */
export function writeOrderFilters(filters: OrderFilters): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) {
    if (value && !(key === 'scope' && value === DEFAULT_SCOPE)) {
      params.set(key, String(value));
    }
  }
  return params;
}

/** The query of `GET /orders` that a list with these filters asks. */
export function toOrdersQuery(filters: OrderFilters): ListOrdersQuery {
  const { state, ...rest } = filters;
  return state === 'open' ? { ...rest, open: true } : { ...rest, state };
}

/** Whether anything but the scope is narrowed. */
export function isNarrowed(filters: OrderFilters): boolean {
  const { scope: _scope, ...rest } = filters;
  return Object.values(rest).some(value => value !== undefined);
}
