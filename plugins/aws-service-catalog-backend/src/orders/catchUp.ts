import { AwsCallError, isAwsCallError } from '../aws';
import { after, backoffMs } from './backoff';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** After the order's end. What AWS has not shown by then it does not have any more. */
const PATIENCE_MS = 24 * 60 * 60_000;

/**
 * When the inventory is brought up to date with an order that has ended, after that failed.
 *
 * @param failures - how often that failed, at least once
 * @returns ISO 8601
 */
export function nextCatchUpAt(
  failures: number,
  { clock, random }: Pick<ReconcileContext, 'clock' | 'random'>,
): string {
  const waitMs = backoffMs(failures, {
    firstMs: FIRST_WAIT_MS,
    longestMs: LONGEST_WAIT_MS,
    random,
  });
  return after(clock.now(), waitMs);
}

/**
 * Brings the inventory up to date with an order that has ended: AWS did not answer then, or did not show its result yet.
 *
 * @returns whether it has, and what kept us from it
 * @throws ClaimLostError when somebody else saved the order first
 */
export async function catchUp(
  work: OrderWork,
  context: ReconcileContext,
): Promise<{ isComplete: boolean; error?: AwsCallError }> {
  const { order } = work;
  let error: AwsCallError | undefined;
  try {
    const { isComplete, arn } = await context.inventory.catchUp(order);
    if (isComplete) {
      await work.save({
        dueAt: undefined,
        provisionedProduct: { ...order.provisionedProduct, arn },
        progress: { failures: 0 },
      });
      await context.boundary('caught-up');
      return { isComplete };
    }
  } catch (thrown) {
    if (!isAwsCallError(thrown)) {
      throw thrown;
    }
    error = thrown;
  }
  const failures = order.progress.failures + 1;
  const ageMs = context.clock.now().getTime() - Date.parse(order.updatedAt);
  const isGivenUp = ageMs > PATIENCE_MS;
  if (isGivenUp) {
    context.logger.warn(
      `The inventory does not show the result of order ${order.id} in target ${order.target}, and AWS is not asked for it any more`,
    );
  }
  await work.save({
    dueAt: isGivenUp ? undefined : nextCatchUpAt(failures, context),
    progress: { failures },
  });
  return { isComplete: false, error };
}
