import { useCallback, useRef } from 'react';
import { v4 as uuid } from 'uuid';

/**
 * Gives orders their request token: placing the same order again after an unclear answer finds the first one, and an order that
 * the reader has changed since is a new one.
 */
export function useRequestToken(): <T extends object>(
  request: T,
) => T & { requestToken: string } {
  const last = useRef<{ request: string; token: string }>();
  return useCallback(request => {
    const text = JSON.stringify(request);
    if (last.current?.request !== text) {
      last.current = { request: text, token: uuid() };
    }
    return { ...request, requestToken: last.current.token };
  }, []);
}
