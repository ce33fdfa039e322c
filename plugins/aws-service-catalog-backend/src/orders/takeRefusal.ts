import { AwsCallError } from '../aws';
import { failOrder, withoutSecrets } from './endOrder';
import { Failure } from './failures';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { postponeOrder } from './postponeOrder';
import { nextPollAt } from './schedule';

/** Whether the identical call may be taken later: it was not understood, or it was refused for who we are and not for itself. */
function isWorthRepeating(
  { retryable, ambiguous, kind }: AwsCallError,
  isFirst: boolean,
): boolean {
  switch (kind) {
    case 'credentials':
    case 'wrong-account':
      return true;
    case 'access-denied':
      // It is looked at before the token is, so it tells nothing of an earlier call.
      return !isFirst;
    default:
      return retryable || ambiguous;
  }
}

/**
 * Draws the conclusion from a call that AWS did not take. A first call that is refused ends the order, or sends it back to wait
 * if something else in AWS has to end first. If the call was made before, that one may be the very reason of the refusal: the name is taken, or the provisioned product under change or gone,
 * by ourselves. So it is looked for, until AWS would show it.
 *
 * @param failure - how the order ends if AWS has taken nothing
 * @param options.isFirst - whether the call surely was not made before
 * @throws the error when it is worth another try
 */
export async function takeRefusal(
  work: OrderWork,
  error: AwsCallError,
  failure: Failure,
  options: { context: ReconcileContext; isFirst: boolean },
): Promise<void> {
  if (isWorthRepeating(error, options.isFirst)) {
    throw error;
  }
  const isBusy = error.kind === 'busy';
  if (isBusy && options.isFirst) {
    await postponeOrder(work, failure, options.context, { tokenIsUsed: false });
    return;
  }
  await failUnlessTaken(
    work,
    failure,
    message => `AWS refused to be asked again: ${message}`,
    { ...options, isBusy },
  );
}

/**
 * Ends an order whose call cannot be made, at once or when AWS would show that it has taken an earlier one.
 *
 * @param describe - says in the timeline why it cannot be made again
 * @param options.isFirst - whether the call surely was not made before
 * @param options.isBusy - whether it waits, instead of ending, when AWS has taken none
 */
export async function failUnlessTaken(
  work: OrderWork,
  failure: Failure,
  describe: (message: string) => string,
  {
    context,
    isFirst,
    isBusy,
  }: { context: ReconcileContext; isFirst: boolean; isBusy?: boolean },
): Promise<void> {
  if (isFirst) {
    await failOrder(work, failure, context);
    return;
  }
  const { clock } = context;
  const told = await withoutSecrets(failure, work.order, context);
  const now = clock.now();
  const at = now.toISOString();
  await work.advance(
    {
      type: 'delayed',
      message: `${describe(
        told.message,
      )} The portal looks for what AWS has taken earlier.`,
    },
    {
      dueAt: nextPollAt(at, now),
      progress: { refusal: { at, failure: told, isBusy } },
    },
  );
}
