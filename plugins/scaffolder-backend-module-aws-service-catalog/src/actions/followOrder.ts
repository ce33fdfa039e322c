import { stringifyError } from '@backstage/errors';
import {
  isFinalOrderState,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  OrderActionOptions,
  sleepOnTimer,
  StepContext,
} from './OrderActionOptions';
import { describeRefusal, isTransient, OrderNotAwaitedError } from './errors';
import { getOrderUrl } from './outputs';

const FIRST_INTERVAL = 2_000;
const LONGEST_INTERVAL = 15_000;

/**
 * Reads an order as the scaffolder itself: the credentials of the person who ran the template expire within the hour.
 */
export async function readOrder(
  orderId: string,
  options: OrderActionOptions,
  signal?: AbortSignal,
): Promise<OrderDetail> {
  const credentials = await options.auth.getOwnServiceCredentials();
  return options.awsServiceCatalog.getOrder(orderId, { credentials, signal });
}

/**
 * Waits until nothing more happens to an order, and logs what happens to it until then.
 *
 * @param order - as it was last read
 * @param timeout - how long to wait, in milliseconds
 * @returns the order in its final state
 * @throws OrderNotAwaitedError when the time is over or the task is cancelled; the order goes on
 */
export async function followOrder(
  ctx: Pick<StepContext, 'logger' | 'signal'>,
  options: OrderActionOptions,
  order: OrderDetail,
  timeout: number,
): Promise<OrderDetail> {
  const { clock, sleep = sleepOnTimer } = options;
  const deadline = clock.now().getTime() + timeout;
  let current = order;
  let logged = 0;
  let interval = FIRST_INTERVAL;

  for (;;) {
    logged = logEvents(ctx, current, logged);
    if (isFinalOrderState(current.state)) {
      return current;
    }
    const remaining = deadline - clock.now().getTime();
    if (remaining <= 0) {
      throw new OrderNotAwaitedError(
        `The order is still ${current.state} after ${describeDuration(
          timeout,
        )}. It goes on: see ${getOrderUrl(order.id)}`,
      );
    }
    try {
      ctx.signal?.throwIfAborted();
      await sleep(Math.min(interval, remaining), ctx.signal);
      current = await readOrder(order.id, options, ctx.signal);
    } catch (error) {
      if (ctx.signal?.aborted) {
        throw new OrderNotAwaitedError(
          `The task was cancelled. The order is ${
            current.state
          } and goes on: see ${getOrderUrl(order.id)}`,
        );
      }
      if (!isTransient(error)) {
        throw describeRefusal(error);
      }
      ctx.logger.warn(
        `Could not read the order, trying again: ${stringifyError(error)}`,
      );
    }
    interval = Math.min(interval * 1.5, LONGEST_INTERVAL);
  }
}

/**
 * Logs the events after a sequence number.
 *
 * @returns the sequence number of the last one
 */
function logEvents(
  ctx: Pick<StepContext, 'logger'>,
  order: OrderDetail,
  after: number,
): number {
  let last = after;
  for (const { sequence, state, message } of order.events) {
    if (sequence > after) {
      ctx.logger.info(`${state}: ${message}`);
      last = sequence;
    }
  }
  return last;
}

function describeDuration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 1
    ? `${Math.round(milliseconds / 1000)} seconds`
    : `${minutes} minutes`;
}
