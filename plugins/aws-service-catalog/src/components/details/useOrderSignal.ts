import {
  ORDER_SIGNAL_CHANNEL,
  OrderSignal,
} from 'backstage-plugin-aws-service-catalog-common';
import { useSignalCallback } from './useSignalCallback';

/**
 * Calls back when the backend says that an order changed.
 *
 * @param onSignal - the same function as long as it does the same
 */
export function useOrderSignal(onSignal: (signal: OrderSignal) => void): void {
  useSignalCallback<OrderSignal>(ORDER_SIGNAL_CHANNEL, onSignal);
}
