import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';

/**
 * The path of an order's page in the portal, for links in a template's output.
 *
 * @param orderId - the order's id
 */
export function getOrderUrl(orderId: string): string {
  return `/aws-service-catalog/orders/${encodeURIComponent(orderId)}`;
}

/** The outputs of an order's provisioned product by key. A secret one has no value, and is left out. */
export function toOutputValues(
  order: Pick<OrderDetail, 'outputs'>,
): Record<string, string> {
  return Object.fromEntries(
    order.outputs.flatMap(({ key, value }) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}
