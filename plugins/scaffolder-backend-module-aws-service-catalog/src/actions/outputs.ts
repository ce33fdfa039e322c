import {
  OrderDetail,
  OrderPreview,
} from 'backstage-plugin-aws-service-catalog-common';

/** What every action that orders hands on; the shapes are described in `orderOutputs`. */
export type OrderOutputs = {
  orderId: string;
  orderUrl: string;
  links: { title: string; url: string }[];
  target: string;
  owner?: string;
  entityRef?: string;
  provisionedProductId?: string;
  provisionedProductArn?: string;
  outputs: Record<string, string>;
};

/**
 * The path of an order's page in the portal, for links in a template's output.
 *
 * @param orderId - the order's id
 */
export function getOrderUrl(orderId: string): string {
  return `/aws-service-catalog/orders/${encodeURIComponent(orderId)}`;
}

/** The pages of the portal that show an order and, once AWS has given it an id, what was ordered. */
function getLinks({ id, target, provisionedProduct }: OrderDetail) {
  const links = [{ title: 'Order', url: getOrderUrl(id) }];
  if (provisionedProduct.id) {
    const path = [target, provisionedProduct.id].map(encodeURIComponent);
    links.push({
      title: provisionedProduct.name,
      url: `/aws-service-catalog/resources/${path.join('/')}`,
    });
  }
  return links;
}

/** What a step hands on about its order. A secret output has no value, and is left out. */
export function toOutputs(order: OrderDetail): OrderOutputs {
  return {
    orderId: order.id,
    orderUrl: getOrderUrl(order.id),
    links: getLinks(order),
    target: order.target,
    owner: order.owner,
    entityRef: order.entityRef,
    provisionedProductId: order.provisionedProduct.id,
    provisionedProductArn: order.provisionedProduct.arn,
    outputs: Object.fromEntries(
      order.outputs.flatMap(({ key, value }) =>
        value === undefined ? [] : [[key, value]],
      ),
    ),
  };
}

/** What a step hands on in a dry run, so that the steps after it can be tried as well. */
export function toDryRunOutputs(preview: OrderPreview): OrderOutputs {
  return {
    orderId: 'dry-run',
    orderUrl: getOrderUrl('dry-run'),
    links: [{ title: 'Order', url: getOrderUrl('dry-run') }],
    target: preview.target.name,
    owner: preview.owner,
    outputs: {},
  };
}
