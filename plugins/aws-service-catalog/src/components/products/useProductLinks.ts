import { useRouteRef } from '@backstage/core-plugin-api';
import type {
  Order,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  AGAIN_PARAMETER,
  ENTITY_REF_PARAMETER,
  orderFormRouteRef,
  productRouteRef,
  productsRouteRef,
} from '../../routes';

function withQuery(
  path: string,
  query: Record<string, string | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value) {
      search.set(name, value);
    }
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/**
 * Paths of the ordering pages, which carry the entity that is ordered for from one to the next.
 *
 * @param entityRef - the entity, as a full reference; undefined: ordering for a team
 */
export function useProductLinks(entityRef: string | undefined) {
  const gallery = useRouteRef(productsRouteRef);
  const product = useRouteRef(productRouteRef);
  const orderForm = useRouteRef(orderFormRouteRef);
  const entity = { [ENTITY_REF_PARAMETER]: entityRef };
  return {
    gallery: () => withQuery(gallery(), entity),
    product: ({ target, id }: TargetAddress) =>
      withQuery(product({ target, id }), entity),
    orderForm: ({ target, id }: TargetAddress) =>
      withQuery(orderForm({ target, id }), entity),
    /** The form that begins with the values of an order. */
    orderAgain: (order: Pick<Order, 'id' | 'target' | 'product'>) =>
      withQuery(orderForm({ target: order.target, id: order.product.id }), {
        ...entity,
        [AGAIN_PARAMETER]: order.id,
      }),
  };
}
