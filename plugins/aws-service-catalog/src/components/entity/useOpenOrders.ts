import { useApi } from '@backstage/core-plugin-api';
import type {
  ListOrdersResponse,
  Order,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { Live, LiveRules, useLive } from '../details/useLive';
import { useOrderSignal } from '../details/useOrderSignal';

const MOST_OPEN_ORDERS = 20;

/** Says whether two lists of open orders look the same. */
export function openOrdersFingerprint(orders: Order[] = []): string {
  return orders.map(({ id, state }) => `${id} ${state}`).join(', ');
}

const rules: LiveRules<ListOrdersResponse> = {
  isSettled: ({ items }) => items.length === 0,
  fingerprint: ({ items }) => openOrdersFingerprint(items),
};

/**
 * What is being ordered or changed for an entity right now.
 *
 * @param filter - for a group what it owns, for any other entity what was ordered for it
 */
export function useOpenOrders(filter: {
  entityRef?: string;
  owner?: string;
}): Live<ListOrdersResponse> {
  const { entityRef, owner } = filter;
  const api = useApi(awsServiceCatalogApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listOrders(
        { entityRef, owner, scope: 'all', open: true, limit: MOST_OPEN_ORDERS },
        { signal },
      ),
    [api, entityRef, owner],
  );
  const live = useLive(load, rules);
  useOrderSignal(live.refresh);
  return live;
}
