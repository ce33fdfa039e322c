import { useSignal } from '@backstage/plugin-signals-react';
import type { JsonObject } from '@backstage/types';
import { useEffect } from 'react';

/**
 * Calls back when the backend sends something in a channel. Without the signals API in the app it never does.
 *
 * @param onSignal - the same function as long as it does the same
 */
export function useSignalCallback<T extends JsonObject>(
  channel: string,
  onSignal: (signal: T) => void,
): void {
  const { lastSignal } = useSignal<T>(channel);
  useEffect(() => {
    if (lastSignal) {
      onSignal(lastSignal);
    }
  }, [lastSignal, onSignal]);
}
