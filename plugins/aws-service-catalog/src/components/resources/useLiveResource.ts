import { useApi } from '@backstage/core-plugin-api';
import type {
  ProvisionedProductDetail,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { Live, LiveRules, useLive } from '../details/useLive';
import { useLeaseSignal } from '../details/useLeaseSignal';
import { useOrderSignal } from '../details/useOrderSignal';

const rules: LiveRules<ProvisionedProductDetail> = {
  isSettled: ({ status, openOrderId }) =>
    status !== 'UNDER_CHANGE' && openOrderId === undefined,
  fingerprint: ({ status, openOrderId, version }) =>
    [status, openOrderId, version.id].join('|'),
};

/** Follows a provisioned product for as long as it is being changed, and its lease by signals alone. */
export function useLiveResource({
  target,
  id,
}: TargetAddress): Live<ProvisionedProductDetail> {
  const api = useApi(awsServiceCatalogApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getProvisionedProduct({ target, id }, { signal }),
    [api, target, id],
  );
  const live = useLive(load, rules);
  const { value, refresh } = live;
  const openOrderId = value?.openOrderId;
  useOrderSignal(
    useCallback(
      ({ orderId }) => {
        if (orderId === openOrderId) {
          refresh();
        }
      },
      [openOrderId, refresh],
    ),
  );
  useLeaseSignal(
    useCallback(
      signal => {
        if (signal.target === target && signal.provisionedProductId === id) {
          refresh();
        }
      },
      [target, id, refresh],
    ),
  );
  return live;
}
