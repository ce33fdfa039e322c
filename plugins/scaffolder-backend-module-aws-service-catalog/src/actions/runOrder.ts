import { createHash } from 'node:crypto';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import {
  isFinalOrderState,
  OrderDetail,
  OrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { describeEnd, describeRefusal } from './errors';
import { followOrder, readOrder } from './followOrder';
import { OrderActionOptions, StepContext } from './OrderActionOptions';
import { getOrderUrl } from './outputs';

const DEFAULT_TIMEOUT: HumanDuration = { hours: 1 };

/** What a step orders, and how it waits for it. */
export type OrderStep = {
  /**
   * What tells this order from the step's others when the step runs once `each`. Values of parameters are no part of it:
   * they may be secret, and an earlier step may compute another value when the task is run again.
   */
  identity: (string | undefined)[];
  /** Builds the order, without secrets; called only when the step has not placed it yet. */
  buildRequest(credentials: BackstageCredentials): Promise<OrderRequest>;
  /** Values of secret parameters. */
  secrets?: Record<string, string>;
  /** Default: true. */
  wait?: boolean;
  /** How long to wait. */
  timeout?: HumanDuration;
};

/**
 * Places the order of a step, or finds the one that an earlier run of the same step placed, and waits for its end. When that
 * run has ended with an order that did not succeed, the order is tried again, or if that cannot help, placed anew.
 *
 * @returns the order: succeeded, or in any state when the step does not wait
 * @throws OrderNotSucceededError with the reason and a link; an OrderNotAwaitedError when the step stopped waiting
 */
export async function runOrder(
  ctx: StepContext,
  options: OrderActionOptions,
  step: OrderStep,
): Promise<OrderDetail> {
  let { order, key } = await findOrPlace(ctx, options, step, 1);
  for (
    let round = 2;
    isUnsuccessful(order) && (await wasReported(ctx, key, order));
    round++
  ) {
    if (order.failure?.retryable) {
      ctx.logger.info(
        `Trying the failed order again: ${order.failure.message}`,
      );
      order = await retryOrder(ctx, options, step, order);
    } else {
      ctx.logger.info(`That order was ${order.state}: ordering anew`);
      ({ order, key } = await findOrPlace(ctx, options, step, round));
    }
  }
  if (step.wait ?? true) {
    const timeout = durationToMilliseconds(step.timeout ?? DEFAULT_TIMEOUT);
    order = await followOrder(ctx, options, order, timeout);
  }
  if (isUnsuccessful(order)) {
    await wasReported(ctx, key, order);
    throw describeEnd(order);
  }
  return order;
}

function isUnsuccessful({ state }: OrderDetail): boolean {
  return isFinalOrderState(state) && state !== 'succeeded';
}

/**
 * The order of a step that is run again and again: each round has one, which the rounds before have ended without.
 *
 * @returns the order, and what its checkpoints and token are called after
 */
async function findOrPlace(
  ctx: StepContext,
  options: OrderActionOptions,
  step: OrderStep,
  round: number,
): Promise<{ order: OrderDetail; key: string }> {
  const identity = [ctx.step?.id, ...step.identity].map(each => each ?? '');
  const hash = createHash('sha256').update(JSON.stringify(identity));
  const key = `${hash.digest('hex').slice(0, 32)}.${round}`;
  let placed: OrderDetail | undefined;
  const { orderId } = await ctx.checkpoint({
    key: `aws.servicecatalog.order.${key}`,
    fn: async () => {
      placed = await placeOrder(ctx, options, step, key);
      return { orderId: placed.id };
    },
  });
  ctx.logger.info(`Order ${orderId}: ${getOrderUrl(orderId)}`);
  const order = placed ?? (await readOrder(orderId, options, ctx.signal));
  return { order, key };
}

async function placeOrder(
  ctx: StepContext,
  options: OrderActionOptions,
  step: OrderStep,
  key: string,
): Promise<OrderDetail> {
  const { awsServiceCatalog } = options;
  const credentials = await ctx.getInitiatorCredentials();
  const requestToken = `scaffolder:${ctx.task.id}:${key}`;
  try {
    // Should the checkpoint be lost, the token finds the order. What it was about may be gone since, and could not be looked up.
    const { items } = await awsServiceCatalog.listOrders(
      { requestToken, scope: 'mine', limit: 1 },
      { credentials },
    );
    if (items.length > 0) {
      return await readOrder(items[0].id, options, ctx.signal);
    }
    const request = await step.buildRequest(credentials);
    return await awsServiceCatalog.placeOrder(
      request.kind === 'provision' || request.kind === 'update'
        ? {
            ...request,
            requestToken,
            parameters: { ...request.parameters, ...step.secrets },
          }
        : { ...request, requestToken },
      { credentials },
    );
  } catch (error) {
    throw describeRefusal(error);
  }
}

async function retryOrder(
  ctx: StepContext,
  options: OrderActionOptions,
  step: OrderStep,
  order: OrderDetail,
): Promise<OrderDetail> {
  const credentials = await ctx.getInitiatorCredentials();
  try {
    return await options.awsServiceCatalog.retryOrder(
      order.id,
      { digest: order.digest, secrets: step.secrets },
      { credentials },
    );
  } catch (error) {
    throw describeRefusal(error);
  }
}

/**
 * Notes that the end of an order's attempt is being reported, and tells whether it already was.
 *
 * An end reported before means that somebody has asked for the task to run again: the order gets a new attempt where that may
 * help, and otherwise a successor. One that was not is news: the scaffolder had been restarted while the order went on, and
 * nobody knows of its end yet.
 */
async function wasReported(
  ctx: StepContext,
  key: string,
  order: OrderDetail,
): Promise<boolean> {
  let reported = true;
  await ctx.checkpoint({
    key: `aws.servicecatalog.failure.${key}.${order.attempt}`,
    fn: async () => {
      reported = false;
    },
  });
  return reported;
}
