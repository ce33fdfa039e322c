import { OrderEvent } from 'backstage-plugin-aws-service-catalog-common';
import { sha256 } from './digest';

/** An entry of an order's timeline as it is stored: each one seals all before it. */
export type ChainedEvent = OrderEvent & {
  orderId: string;
  /** The hash of the entry before it; empty for the first. */
  previousHash: string;
  hash: string;
};

/** Where a chain ends: what the order's row keeps of it, so that a missing end is noticed. */
export type ChainEnd = { sequence: number; hash: string };

/** The end of a chain that has not begun. */
export const emptyChain: ChainEnd = { sequence: 0, hash: '' };

function hashEvent(event: Omit<ChainedEvent, 'hash'>): string {
  const { orderId, sequence, at, type, state, actor, message, previousHash } =
    event;
  return sha256({
    orderId,
    sequence,
    at,
    type,
    state,
    actor,
    message,
    previousHash,
  });
}

/** Appends an entry to a chain. */
export function chainEvent(
  end: ChainEnd,
  event: Omit<OrderEvent, 'sequence'> & { orderId: string },
): ChainedEvent {
  const unsealed = {
    ...event,
    sequence: end.sequence + 1,
    previousHash: end.hash,
  };
  return { ...unsealed, hash: hashEvent(unsealed) };
}

/**
 * Checks that nothing was changed, taken out, put in or cut off.
 *
 * @param events - in order of their sequence
 * @param end - what the order's row says of its last event
 * @returns the sequence number of the first entry that is wrong or missing; undefined when all is well
 */
export function findBrokenEvent(
  events: readonly ChainedEvent[],
  end: ChainEnd,
): number | undefined {
  let previous = emptyChain;
  for (const event of events) {
    if (
      event.sequence !== previous.sequence + 1 ||
      event.previousHash !== previous.hash ||
      event.hash !== hashEvent(event)
    ) {
      return previous.sequence + 1;
    }
    previous = event;
  }
  if (previous.sequence !== end.sequence) {
    return Math.min(previous.sequence, end.sequence) + 1;
  }
  return previous.hash === end.hash ? undefined : end.sequence;
}
