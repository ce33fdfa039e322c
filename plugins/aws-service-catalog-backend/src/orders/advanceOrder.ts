import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { ChainedEvent, ChainEnd, chainEvent, emptyChain } from './eventChain';
import { nextState, OrderEventType } from './orderMachine';
import { StoredOrder } from './StoredOrder';

/** An order together with the event that made it what it is. */
export type OrderWithEvent = { order: StoredOrder; event: ChainedEvent };

function endOf({ sequence, hash }: ChainedEvent): ChainEnd {
  return { sequence, hash };
}

/**
 * Begins the timeline of a new order.
 *
 * @param message - one plain sentence
 */
export function beginOrder(
  order: Omit<StoredOrder, 'chainEnd'>,
  message: string,
): OrderWithEvent {
  const event = chainEvent(emptyChain, {
    orderId: order.id,
    at: order.createdAt,
    type: 'ordered',
    state: order.state,
    actor: order.requester,
    message,
  });
  return { order: { ...order, chainEnd: endOf(event) }, event };
}

/**
 * Makes one move of the state machine: the changed order and its timeline entry, to be saved together. An order that has ended
 * or is set aside is looked at again only when the changes say when.
 *
 * @param what.actor - the user who caused it; absent: the portal itself
 * @param what.message - one plain sentence
 * @throws ConflictError when the state machine does not know the move
 */
export function advanceOrder(
  order: StoredOrder,
  what: { type: OrderEventType; message: string; actor?: string; now: Date },
  changes: Partial<StoredOrder> = {},
): OrderWithEvent {
  const state = nextState(order.state, what.type);
  const at = what.now.toISOString();
  const hasEnded = isFinalOrderState(state);
  const goesOn = !hasEnded && what.type !== 'set-aside';
  const progress = changes.progress ?? order.progress;
  const event = chainEvent(order.chainEnd, {
    orderId: order.id,
    at,
    type: what.type,
    state,
    actor: what.actor,
    message: what.message,
  });
  return {
    event,
    order: {
      ...order,
      ...changes,
      // Whatever it was, nobody has to look at it any more.
      progress: hasEnded ? { ...progress, alarm: undefined } : progress,
      state,
      dueAt: changes.dueAt ?? (goesOn ? at : undefined),
      chainEnd: endOf(event),
      updatedAt: at,
    },
  };
}
