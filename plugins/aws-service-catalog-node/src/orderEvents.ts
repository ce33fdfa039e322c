import {
  OrderKind,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';

/**
 * The topic of Backstage's events service on which the backend publishes everything that happens to an order, as
 * {@link OrderEventPayload}: at least once, and of each order in sequence.
 *
 * @public
 */
export const ORDER_EVENT_TOPIC = 'aws-service-catalog.order';

/**
 * What is published on {@link ORDER_EVENT_TOPIC}. Parameters, outputs and messages are not part of it: whoever may read the
 * order reads them there.
 *
 * @public
 */
export type OrderEventPayload = {
  /** The same whenever the event is delivered again. */
  eventId: string;
  orderId: string;
  /** The event's place in the order's timeline, from 1. */
  sequence: number;
  /** For example `ordered`, `submitted`, `running`, `succeeded`, `failed`. */
  type: string;
  /** The order's state after the event. */
  state: OrderState;
  /** When it happened, ISO 8601. */
  at: string;
  kind: OrderKind;
  /** Name of the target. */
  target: string;
  /** Entity ref of the owner. */
  owner: string;
  /** Entity ref of the user who ordered. */
  requester: string;
  product: { id: string; name: string };
  /** Its id is absent as long as it is not known. */
  provisionedProduct: { id?: string; name: string };
};
