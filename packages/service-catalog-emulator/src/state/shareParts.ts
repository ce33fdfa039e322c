import { isDeepStrictEqual } from 'node:util';
import { ProvisioningRecord } from './entities';
import { ProvisionedProducts } from './ProvisionedProducts';

/**
 * Lets a record and its provisioned product hold what both have only once, as they do until a
 * snapshot is written.
 */
export function shareParts(
  { stack, outcome, provisionedProductId }: ProvisioningRecord,
  provisionedProducts: ProvisionedProducts,
): void {
  const product = provisionedProducts.get(provisionedProductId);
  if (!product) {
    return;
  }
  if (isDeepStrictEqual(outcome.outputs, product.outputs)) {
    outcome.outputs = product.outputs;
  }
  if (stack && isDeepStrictEqual(stack.resources, product.resources)) {
    stack.resources = product.resources;
  }
  if (stack && isDeepStrictEqual(stack.parameters, product.parameters)) {
    stack.parameters = product.parameters;
  }
}
