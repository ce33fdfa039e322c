import { useApi } from '@backstage/core-plugin-api';
import type { ListProductsResponse } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import type { ProductFilters } from './useProductFilters';

const PAGE_SIZE = 24;

/** The products that match the filters: the first page at once, further ones when asked for. */
export function useProducts(filters: ProductFilters) {
  const api = useApi(awsServiceCatalogApiRef);
  const { search, target, portfolio, entityRef } = filters;
  const query = { search, target, portfolio, entityRef, limit: PAGE_SIZE };
  const first = useAsyncRetry(
    () => api.listProducts(query),
    [api, search, target, portfolio, entityRef],
  );
  // Further pages belong to one answer for the first page, and are forgotten with it.
  const [further, setFurther] = useState<{
    first?: ListProductsResponse;
    pages: ListProductsResponse[];
  }>({ pages: [] });
  const pages = first.value
    ? [first.value, ...(further.first === first.value ? further.pages : [])]
    : [];
  const nextCursor = pages.at(-1)?.nextCursor;
  const [more, loadMore] = useAsyncFn(async () => {
    const page = await api.listProducts({ ...query, cursor: nextCursor });
    setFurther({ first: first.value, pages: [...pages.slice(1), page] });
  }, [api, first.value, nextCursor]);

  return {
    /** The first page with everything that is said once; undefined while it loads or when it failed. */
    answer: first.value,
    products: pages.flatMap(page => page.items),
    loading: first.loading,
    error: first.error,
    retry: first.retry,
    more: { available: nextCursor !== undefined, load: loadMore, ...more },
  };
}
