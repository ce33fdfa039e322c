import {
  AwsRecord,
  AwsTarget,
  provisionProduct,
  terminateProvisionedProduct,
  updateProvisionedProduct,
} from '../aws';
import { StoredOrder } from './StoredOrder';

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`The order has no ${what}`);
  }
  return value;
}

/**
 * Makes the call that an order's attempt is about. Everything that goes into it was saved before, so that a repetition has an
 * identical body and an identical token, which AWS takes for one and the same.
 *
 * @param secrets - values by parameter key
 * @throws AwsCallError
 */
export async function sendOrder(
  target: AwsTarget,
  order: StoredOrder,
  secrets: Readonly<Record<string, string>>,
): Promise<AwsRecord> {
  const { content, product, progress, provisionedProduct } = order;
  const token = required(order.token, 'token');
  if (order.kind === 'terminate') {
    return terminateProvisionedProduct(target, {
      token,
      provisionedProductId: required(
        provisionedProduct.id,
        'provisioned product',
      ),
    });
  }
  const common = {
    token,
    productId: product.id,
    versionId: required(order.version, 'version').id,
    pathId: required(progress.pathId, 'launch path'),
  };
  const values = content.parameters.flatMap(parameter =>
    'usePreviousValue' in parameter
      ? []
      : {
          key: parameter.key,
          value: parameter.secret
            ? required(secrets[parameter.key], `value of ${parameter.key}`)
            : parameter.value,
          secret: parameter.secret,
        },
  );
  if (order.kind === 'provision') {
    return provisionProduct(target, {
      ...common,
      name: provisionedProduct.name,
      parameters: values,
      tags: content.tags,
    });
  }
  const kept = content.parameters.flatMap(parameter =>
    'usePreviousValue' in parameter
      ? { key: parameter.key, usePreviousValue: true as const }
      : [],
  );
  return updateProvisionedProduct(target, {
    ...common,
    provisionedProductId: required(
      provisionedProduct.id,
      'provisioned product',
    ),
    parameters: [...values, ...kept],
    tags: content.sendsTags ? content.tags : undefined,
  });
}
