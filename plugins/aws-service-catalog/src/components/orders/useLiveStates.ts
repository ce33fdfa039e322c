import type { Order } from 'backstage-plugin-aws-service-catalog-common';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useOrderSignal } from '../details/useOrderSignal';

/**
 * Keeps the states in a list of orders current: a signal that says an order changed shows in its row at once, without loading
 * the page of the list again. Without the signals API the list stays as it was loaded.
 */
export function useLiveStates(
  orders: Order[] | undefined,
): Order[] | undefined {
  const [states, setStates] = useState<Record<string, Order['state']>>({});
  // What was just loaded is newer than any signal before it.
  useEffect(() => setStates({}), [orders]);
  useOrderSignal(
    useCallback(
      ({ orderId, state }) =>
        setStates(previous => ({ ...previous, [orderId]: state })),
      [],
    ),
  );
  return useMemo(
    () =>
      orders?.map(order => ({
        ...order,
        state: states[order.id] ?? order.state,
      })),
    [orders, states],
  );
}
