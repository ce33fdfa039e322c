import { useApi } from '@backstage/core-plugin-api';
import type { ListOrdersResponse } from 'backstage-plugin-aws-service-catalog-common';
import { createContext, ReactNode, useCallback, useContext } from 'react';
import { awsServiceCatalogApiRef } from '../../api';
import { Live, LiveRules, useLive } from '../details/useLive';
import { useOrderSignal } from '../details/useOrderSignal';

const rules: LiveRules<ListOrdersResponse> = {
  // Somebody may ask for approval at any time.
  isSettled: () => false,
  fingerprint: ({ items, totalItems }) =>
    [totalItems, ...items.map(({ id, digest }) => `${id} ${digest}`)].join(),
};

/**
 * The orders that wait for a decision of the reader's, oldest first. They are followed by signals and, because a signal may get
 * lost, by polling.
 *
 * @param limit - how many are loaded; `totalItems` counts them all
 */
export function useApprovals(limit: number): Live<ListOrdersResponse> {
  const api = useApi(awsServiceCatalogApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listOrders({ scope: 'approvals', limit }, { signal }),
    [api, limit],
  );
  const live = useLive(load, rules);
  useOrderSignal(live.refresh);
  return live;
}

type ApprovalCount = {
  /** Undefined while it is not known. */
  count?: number;
  refresh(): void;
};

const ApprovalCountContext = createContext<ApprovalCount>({
  refresh: () => {},
});

/** Counts what waits for the reader, once for the whole page. */
export function ApprovalCountProvider({ children }: { children: ReactNode }) {
  const { value, refresh } = useApprovals(1);
  return (
    <ApprovalCountContext.Provider
      value={{ count: value?.totalItems, refresh }}
    >
      {children}
    </ApprovalCountContext.Provider>
  );
}

/** How many orders wait for the reader, and a way to count again after a decision. */
export function useApprovalCount(): ApprovalCount {
  return useContext(ApprovalCountContext);
}

/** What the tab of the approvals is called. */
export function useApprovalsLabel(title: string): string {
  const { count } = useApprovalCount();
  return count ? `${title} (${count})` : title;
}
