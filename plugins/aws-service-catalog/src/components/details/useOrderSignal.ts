import { useSignal } from '@backstage/plugin-signals-react';
import {
  ORDER_SIGNAL_CHANNEL,
  OrderSignal,
} from 'backstage-plugin-aws-service-catalog-common';
import { useEffect } from 'react';

/**
 * Calls back when the backend says that an order changed. Without the signals API in the app it never does.
 *
 * @param onSignal - the same function as long as it does the same
 */
export function useOrderSignal(onSignal: (signal: OrderSignal) => void): void {
  const { lastSignal } = useSignal<OrderSignal>(ORDER_SIGNAL_CHANNEL);
  useEffect(() => {
    if (lastSignal) {
      onSignal(lastSignal);
    }
  }, [lastSignal, onSignal]);
}
