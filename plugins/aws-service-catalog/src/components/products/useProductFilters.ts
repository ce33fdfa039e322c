import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ENTITY_REF_PARAMETER } from '../../routes';

/** What narrows the gallery; all of it is in the URL. */
export type ProductFilters = {
  search?: string;
  target?: string;
  portfolio?: string;
  entityRef?: string;
};

/** The gallery's filters and a setter that changes the ones it is given, without a new entry in the browser's history. */
export function useProductFilters() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo<ProductFilters>(
    () => ({
      search: params.get('search') ?? undefined,
      target: params.get('target') ?? undefined,
      portfolio: params.get('portfolio') ?? undefined,
      entityRef: params.get(ENTITY_REF_PARAMETER) ?? undefined,
    }),
    [params],
  );
  const setFilters = useCallback(
    (changes: ProductFilters) =>
      setParams(
        previous => {
          const next = new URLSearchParams(previous);
          for (const [name, value] of Object.entries(changes)) {
            if (value) {
              next.set(name, value);
            } else {
              next.delete(name);
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { filters, setFilters };
}
