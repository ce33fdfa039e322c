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
