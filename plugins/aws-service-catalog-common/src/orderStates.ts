import type { OrderState } from './schemas';

/**
 * The states in which nothing more happens by itself.
 *
 * @public
 */
export const finalOrderStates = [
  'succeeded',
  'failed',
  'rejected',
  'expired',
  'cancelled',
] as const satisfies readonly OrderState[];

const finalStates: ReadonlySet<OrderState> = new Set<OrderState>(
  finalOrderStates,
);

/**
 * Whether nothing more happens to an order by itself.
 *
 * @public
 */
export function isFinalOrderState(state: OrderState): boolean {
  return finalStates.has(state);
}

/**
 * The channel of Backstage's signals service on which the backend says that an order changed. The message has no content
 * beyond {@link OrderSignal}: whoever may read the order reads it again.
 *
 * @public
 */
export const ORDER_SIGNAL_CHANNEL = 'aws-service-catalog:orders';

/**
 * The message on {@link ORDER_SIGNAL_CHANNEL}.
 *
 * @public
 */
export type OrderSignal = {
  orderId: string;
  state: OrderState;
};
