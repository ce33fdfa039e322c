import {
  LEASE_SIGNAL_CHANNEL,
  LeaseSignal,
} from 'backstage-plugin-aws-service-catalog-common';
import { useSignalCallback } from './useSignalCallback';

/**
 * Calls back when the backend says that a lease changed.
 *
 * @param onSignal - the same function as long as it does the same
 */
export function useLeaseSignal(onSignal: (signal: LeaseSignal) => void): void {
  useSignalCallback<LeaseSignal>(LEASE_SIGNAL_CHANNEL, onSignal);
}
