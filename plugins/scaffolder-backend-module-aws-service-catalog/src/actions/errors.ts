import {
  CustomErrorBase,
  InputError,
  isErrorWithName,
  ResponseError,
} from '@backstage/errors';
import {
  getFieldErrors,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { getOrderUrl } from './outputs';

/** An order came to another end than the template wants. */
export class OrderNotSucceededError extends CustomErrorBase {
  name = 'OrderNotSucceededError' as const;
}

/** The step has stopped waiting for an order; the order goes on. */
export class OrderNotAwaitedError extends CustomErrorBase {
  name = 'OrderNotAwaitedError' as const;
}

/** Says, in words for the person who ran the template, why an order did not succeed and where to see more. */
export function describeEnd(order: OrderDetail): OrderNotSucceededError {
  const { failure, state, provisionedProduct, product } = order;
  const ended =
    state === 'failed' || state === 'expired' ? state : `was ${state}`;
  const reason = failure
    ? `${failure.message} ${failure.advice}`
    : order.events.at(-1)?.message;
  return new OrderNotSucceededError(
    `The order to ${order.kind} "${provisionedProduct.name}" (${
      product.name
    }) ${ended}: ${reason} See ${getOrderUrl(order.id)}`,
  );
}

/** Turns a refusal of the backend into an error that says why, field by field; any other error stays as it is. */
export function describeRefusal(error: unknown): unknown {
  if (!ResponseError.is(error)) {
    return error;
  }
  const fields = getFieldErrors(error);
  return fields.length > 0
    ? new InputError(
        fields.map(({ field, message }) => `${field}: ${message}`).join('; '),
      )
    : error.cause;
}

/** Whether asking again may help: the backend is restarting, busy or unreachable. */
export function isTransient(error: unknown): boolean {
  if (ResponseError.is(error)) {
    return error.statusCode >= 500 || error.statusCode === 429;
  }
  // What fetch throws when there is no answer; its cause is the failure of the network.
  return isErrorWithName(error, 'TypeError') && error.cause !== undefined;
}
