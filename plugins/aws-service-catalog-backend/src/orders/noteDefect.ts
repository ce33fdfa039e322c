import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { after, backoffMs } from './backoff';
import { ClaimLostError, OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { StoredOrder } from './StoredOrder';

/** After so many failures of our own in a row an order is set aside: about a quarter of an hour after the first. */
export const MOST_DEFECTS = 5;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 15 * 60_000;

/** Something of an order's row is not what was written. Nothing but a repair of the row helps. */
class UnreadableOrderError extends Error {
  readonly name = 'UnreadableOrderError';

  constructor({ id, unreadable = {} }: StoredOrder) {
    const columns = Object.keys(unreadable).join(' and ');
    super(`The ${columns} of order ${id} in the database cannot be read`);
  }
}

/**
 * @throws UnreadableOrderError when something of the order's row could not be read
 */
export function assertIntact(order: StoredOrder): void {
  if (order.unreadable) {
    throw new UnreadableOrderError(order);
  }
}

/** Why it is set aside. What an error says in detail is for the log: it may quote anything. */
function describe(order: StoredOrder, error: unknown): string {
  const reason = order.unreadable
    ? `what the database has of it is damaged (${Object.keys(
        order.unreadable,
      ).join(', ')})`
    : `the portal has failed at it ${MOST_DEFECTS} times in a row (${
        error instanceof Error ? error.name : 'unknown error'
      })`;
  return `It is set aside, because ${reason}. The people who run the portal can take it up again.`;
}

/**
 * Notes that an error of our own kept us from working on an order. It is tried again later, each time after a longer rest; one
 * that fails again and again, or cannot even be read, is set aside until an operator takes it up again. One that has ended only
 * is not shown in the inventory any sooner, so it is left as it is.
 *
 * @param id - the order's; it is read anew, because it may have come forward before the error
 * @returns the reason, when it was set aside
 */
export async function noteDefect(
  id: string,
  error: unknown,
  services: Pick<ReconcileContext, 'knex' | 'store' | 'clock' | 'random'>,
): Promise<string | undefined> {
  const { knex, store, clock, random } = services;
  const order = await store.find(knex, id);
  if (!order?.dueAt) {
    return undefined;
  }
  const work = new OrderWork(order, services);
  const defects = (order.progress.defects ?? 0) + 1;
  try {
    if (!order.unreadable && defects < MOST_DEFECTS) {
      const restMs = backoffMs(defects, {
        firstMs: FIRST_REST_MS,
        longestMs: LONGEST_REST_MS,
        random,
      });
      const dueAt = after(clock.now(), restMs);
      await work.save({ dueAt, progress: { defects } });
      return undefined;
    }
    const message = describe(order, error);
    if (isFinalOrderState(order.state)) {
      await work.save({ dueAt: undefined, progress: { defects } });
      return message;
    }
    const since = clock.now().toISOString();
    await work.advance(
      { type: 'set-aside', message },
      { progress: { defects, alarm: { code: 'set-aside', message, since } } },
    );
    return message;
  } catch (lost) {
    if (lost instanceof ClaimLostError) {
      return undefined;
    }
    throw lost;
  }
}
