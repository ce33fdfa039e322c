import type { Order } from 'backstage-plugin-aws-service-catalog-common';

type Parameter = Order['parameters'][number];

/**
 * The parameters that a provisioned product has now, told by the orders that succeeded.
 *
 * @param orders - newest first; what none of them has set is missing
 */
export function parametersFromOrders(
  orders: Array<Pick<Order, 'parameters'>>,
): Parameter[] {
  const newest = new Map<string, Parameter>();
  for (const { parameters } of [...orders].reverse()) {
    for (const parameter of parameters) {
      newest.set(parameter.key, parameter);
    }
  }
  return [...newest.values()];
}
