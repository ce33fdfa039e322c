import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { awsServiceCatalogApiRef } from '../../api';
import { nameOf } from '../common/nameOf';

/** One choice of a filter. */
export type FilterOption = { id: string; label: string };

const MOST_PRODUCTS = 100;

/**
 * What the filters of orders offer: the products that the reader may order, and the reader and their teams as owners. While they
 * load, and when they cannot be loaded, there are none: the list itself does not need them.
 */
export function useOrderFilterOptions(): {
  products: FilterOption[];
  owners: FilterOption[];
} {
  const api = useApi(awsServiceCatalogApiRef);
  const identityApi = useApi(identityApiRef);
  const products = useAsync(
    () => api.listProducts({ limit: MOST_PRODUCTS }),
    [api],
  );
  const identity = useAsync(
    () => identityApi.getBackstageIdentity(),
    [identityApi],
  );
  // A product shared with several targets has the same id in each.
  const names = new Map(
    products.value?.items.map(({ id, name }) => [id, name]),
  );
  return {
    products: [...names].map(([id, label]) => ({ id, label })),
    owners: (identity.value?.ownershipEntityRefs ?? []).map(ref => ({
      id: ref,
      label: nameOf(ref),
    })),
  };
}
