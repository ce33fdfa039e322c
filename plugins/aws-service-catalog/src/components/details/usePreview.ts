import { useApi } from '@backstage/core-plugin-api';
import type {
  OrderPreview,
  OrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { awsServiceCatalogApiRef } from '../../api';

/** How long somebody has to stop typing before the backend is asked, in milliseconds. */
const PREVIEW_PAUSE_MS = 500;

/** What an order would do, as far as it is known. */
export type Preview = {
  /** The last answer; it stays while a newer one is on its way. */
  value?: OrderPreview;
  /** Why the last question was not answered. */
  error?: unknown;
  /** Whether the answer is about the order as it is now. */
  isCurrent: boolean;
  /** Asks again. */
  refresh(): void;
};

/**
 * Asks the backend what an order would do, once the reader has stopped changing it.
 *
 * @param request - without secrets; undefined: nothing to ask
 */
export function usePreview(request: OrderRequest | undefined): Preview {
  const api = useApi(awsServiceCatalogApiRef);
  const text = request && JSON.stringify(request);
  const [round, setRound] = useState(0);
  const [seen, setSeen] = useState<{
    text?: string;
    value?: OrderPreview;
    error?: unknown;
  }>({});
  const asked = useRef(false);
  const refresh = useCallback(() => setRound(previous => previous + 1), []);

  useEffect(() => {
    if (text === undefined) {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      try {
        const value = await api.previewOrder(JSON.parse(text), { signal });
        if (!signal.aborted) {
          setSeen({ text, value });
        }
      } catch (error) {
        if (!signal.aborted) {
          setSeen(({ value }) => ({ value, error }));
        }
      }
    };
    const timer = setTimeout(ask, asked.current ? PREVIEW_PAUSE_MS : 0);
    asked.current = true;
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, text, round]);

  return {
    value: seen.value,
    error: seen.error,
    isCurrent: text !== undefined && seen.text === text,
    refresh,
  };
}
