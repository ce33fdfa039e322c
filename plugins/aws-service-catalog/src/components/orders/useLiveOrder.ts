import { useApi } from '@backstage/core-plugin-api';
import {
  isFinalOrderState,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { Live, LiveRules, useLive } from '../details/useLive';
import { useOrderSignal } from '../details/useOrderSignal';

const rules: LiveRules<OrderDetail> = {
  isSettled: order => isFinalOrderState(order.state),
  fingerprint: order =>
    [
      order.state,
      order.record?.status,
      order.events.length,
      order.waiting?.ahead,
    ].join('|'),
};

/**
 * Follows an order until it is final: by signals where the app has them, and by polling anyway, because a signal may get lost.
 */
export function useLiveOrder(id: string): Live<OrderDetail> {
  const api = useApi(awsServiceCatalogApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getOrder(id, { signal }),
    [api, id],
  );
  const live = useLive(load, rules);
  const { refresh } = live;
  useOrderSignal(
    useCallback(
      ({ orderId }) => {
        if (orderId === id) {
          refresh();
        }
      },
      [id, refresh],
    ),
  );
  return live;
}
