import {
  AwsParameterValue,
  AwsRecord,
  AwsTarget,
  executeServiceAction,
  importAsProvisionedProduct,
  provisionProduct,
  terminateProvisionedProduct,
  updateProvisionedProduct,
  updateProvisionedProductProperties,
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
  switch (order.kind) {
    case 'provision':
      return provisionProduct(target, {
        ...describeLaunch(order),
        name: order.provisionedProduct.name,
        parameters: listValues(order, secrets),
        tags: order.content.tags,
      });
    case 'update':
      return updateProvisionedProduct(target, {
        ...describeLaunch(order),
        ...describeChange(order),
        parameters: [...listValues(order, secrets), ...listKept(order)],
        stackSet: order.content.stackSet,
        tags: order.content.sendsTags ? order.content.tags : undefined,
      });
    case 'terminate':
      return terminateProvisionedProduct(target, {
        ...describeChange(order),
        ...order.content.termination,
      });
    case 'import':
      return importAsProvisionedProduct(target, {
        token: required(order.token, 'token'),
        productId: order.product.id,
        versionId: required(order.version, 'version').id,
        name: order.provisionedProduct.name,
        stackArn: required(order.content.stackArn, 'stack'),
      });
    case 'repair':
      return updateProvisionedProductProperties(target, {
        ...describeChange(order),
        ...required(order.content.repair, 'repair'),
      });
    case 'service-action': {
      const action = required(order.content.serviceAction, 'service action');
      return executeServiceAction(target, {
        ...describeChange(order),
        serviceActionId: action.id,
        parameters: action.parameters,
      });
    }
    default:
      throw new Error(`There is no call for an order of kind ${order.kind}`);
  }
}

function describeLaunch({ token, product, version, progress }: StoredOrder) {
  return {
    token: required(token, 'token'),
    productId: product.id,
    versionId: required(version, 'version').id,
    pathId: required(progress.pathId, 'launch path'),
  };
}

function describeChange({ token, provisionedProduct: { id } }: StoredOrder) {
  return {
    token: required(token, 'token'),
    provisionedProductId: required(id, 'provisioned product'),
  };
}

/** The values that an order gives. */
export function listValues(
  { content }: { content: Pick<StoredOrder['content'], 'parameters'> },
  secrets: Readonly<Record<string, string>>,
): AwsParameterValue[] {
  return content.parameters.flatMap(parameter =>
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
}

/** The parameters that keep the values they have. */
export function listKept({
  content,
}: {
  content: Pick<StoredOrder['content'], 'parameters'>;
}) {
  return content.parameters.flatMap(parameter =>
    'usePreviousValue' in parameter
      ? { key: parameter.key, usePreviousValue: true as const }
      : [],
  );
}
