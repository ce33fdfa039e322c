import { after } from '../backoff';
import { OrderProgress } from '../StoredOrder';

/**
 * When an approval has to be decided, and when its approvers are reminded: at half time.
 *
 * @param timeoutMs - how long the approval may take
 */
export function approvalTimes(
  now: Date,
  timeoutMs: number,
): NonNullable<OrderProgress['approval']> {
  return {
    dueAt: after(now, timeoutMs),
    remindAt: after(now, timeoutMs / 2),
  };
}

/**
 * When to look first at an order that waits for approval: another system is told at once, people only need reminding.
 *
 * @returns ISO 8601
 */
export function firstLookAt(
  now: Date,
  terms: { provider?: string } | undefined,
  { dueAt, remindAt }: NonNullable<OrderProgress['approval']>,
): string {
  return terms?.provider === undefined ? remindAt ?? dueAt : now.toISOString();
}
