import { after, backoffMs } from './backoff';
import { DescribedRecord } from './decideStep';
import { failOrder, withoutSecrets } from './endOrder';
import { Failure } from './failures';
import { newAttempt, notSent } from './newAttempt';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Sends an order back to wait, because another operation in AWS has to end first. Once it has waited for as long as is configured,
 * it fails.
 *
 * Where AWS has done nothing, the call is made again with the token that it has. A record that failed has used up its token, so
 * that a new attempt begins.
 *
 * @param failure - what AWS says, and how the order ends when it has waited too long
 * @param options.tokenIsUsed - whether AWS has a record for the token
 * @param options.record - AWS's record, when it is what failed
 */
export async function postponeOrder(
  work: OrderWork,
  failure: Failure,
  context: ReconcileContext,
  options: { tokenIsUsed: boolean; record?: DescribedRecord },
): Promise<void> {
  const { clock, random, busyTimeoutMs, inventory } = context;
  const { tokenIsUsed, record } = options;
  const { order } = work;
  const now = clock.now();
  const { since = now.toISOString(), times = 0 } = order.progress.busy ?? {};
  const until = after(new Date(since), busyTimeoutMs);
  if (until <= now.toISOString()) {
    await failOrder(work, failure, context, record);
    return;
  }
  const told = await withoutSecrets(failure, order, context);
  const waitMs = backoffMs(times + 1, {
    firstMs: FIRST_WAIT_MS,
    longestMs: LONGEST_WAIT_MS,
    random,
  });
  if (record) {
    // What the attempt has left would be shown as being under change until the next sync.
    await inventory.refresh(order, record);
  }
  const { progress, ...changes } = tokenIsUsed
    ? newAttempt(order)
    : { progress: notSent(order.progress) };
  await work.advance(
    {
      type: 'postponed',
      message: `AWS is at something else: ${told.message.replace(
        /\.$/,
        '',
      )}. It is sent again, until ${until} at the latest.`,
    },
    {
      ...changes,
      dueAt: after(now, waitMs),
      progress: {
        ...progress,
        busy: { since, until, times: times + 1, message: told.message },
      },
    },
  );
}
