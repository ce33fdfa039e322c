import { useSignal } from '@backstage/plugin-signals-react';
import {
  LEASE_SIGNAL_CHANNEL,
  LeaseSignal,
} from 'backstage-plugin-aws-service-catalog-common';
import { useEffect } from 'react';

/**
 * Calls back when the backend says that a lease changed. Without the signals API in the app it never does.
 *
 * @param onSignal - the same function as long as it does the same
 */
export function useLeaseSignal(onSignal: (signal: LeaseSignal) => void): void {
  const { lastSignal } = useSignal<LeaseSignal>(LEASE_SIGNAL_CHANNEL);
  useEffect(() => {
    if (lastSignal) {
      onSignal(lastSignal);
    }
  }, [lastSignal, onSignal]);
}
