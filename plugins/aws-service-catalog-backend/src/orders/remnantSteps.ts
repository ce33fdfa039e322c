import { AwsRecord, isAwsCallError, terminateProvisionedProduct } from '../aws';
import { describeCallError, failures } from './failures';
import { observeRemnant } from './observeOrder';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { nextPollAt } from './schedule';
import { send } from './sendStep';
import { takeRefusal } from './takeRefusal';

/**
 * Goes on to the attempt itself, once nothing stands in its way.
 *
 * @param record - of the termination; absent when AWS knows nothing to terminate
 */
export async function submitAfterRemnant(
  work: OrderWork,
  context: ReconcileContext,
  record?: AwsRecord,
): Promise<void> {
  const gone = work.order.progress.remnant?.provisionedProductId;
  await work.advance(
    {
      type: 'remnant-terminated',
      message: 'What the failed attempt left behind is gone.',
    },
    {
      provisionedProduct: { name: work.order.provisionedProduct.name },
      progress: {
        remnant: undefined,
        refusal: undefined,
        sentAt: context.clock.now().toISOString(),
      },
    },
    async (tx, saved) => {
      if (gone) {
        await context.inventory.noteTerminated(tx, saved, gone);
      }
      if (gone && record) {
        await context.store.addRecord(tx, saved, {
          id: record.id,
          provisionedProductId: gone,
        });
      }
    },
  );
  await context.boundary('token-saved');
  await send(work, context, true);
}

/** Notes AWS's record of the termination. */
export async function followRemnant(
  work: OrderWork,
  record: AwsRecord,
  { clock, store, boundary }: ReconcileContext,
): Promise<void> {
  const { remnant } = work.order.progress;
  const now = clock.now();
  await work.advance(
    {
      type: 'remnant-terminating',
      message: `AWS terminates what the failed attempt left behind: record ${record.id}.`,
    },
    {
      dueAt: nextPollAt(now.toISOString(), now),
      progress: {
        refusal: undefined,
        remnant: remnant && { ...remnant, recordId: record.id },
      },
    },
    async (tx, saved) => {
      if (remnant) {
        const { provisionedProductId } = remnant;
        const { id } = record;
        await store.addRecord(tx, saved, { id, provisionedProductId });
      }
    },
  );
  await boundary('remnant-noted');
}

async function findEarlier(
  { order }: OrderWork,
  { look }: ReconcileContext,
): Promise<AwsRecord | undefined> {
  const observation = await observeRemnant(order, look);
  return 'record' in observation ? observation.record : undefined;
}

/**
 * Terminates what the failed attempt left behind: it holds the name.
 *
 * @param isFirst - whether that surely was not asked for before
 * @throws AwsCallError when it is worth another try
 */
export async function terminateRemnant(
  work: OrderWork,
  context: ReconcileContext,
  isFirst: boolean,
): Promise<void> {
  const { remnant } = work.order.progress;
  if (!remnant?.token) {
    throw new Error('There is no remnant to terminate');
  }
  let record: AwsRecord;
  try {
    record = await terminateProvisionedProduct(context.look.target, {
      token: remnant.token,
      provisionedProductId: remnant.provisionedProductId,
    });
  } catch (error) {
    if (isAwsCallError(error, 'not-found')) {
      // What was sent before may have been taken, and done, since it was looked for.
      const earlier = isFirst ? undefined : await findEarlier(work, context);
      if (earlier) {
        await followRemnant(work, earlier, context);
        return;
      }
      // Somebody else has removed it. If we only lost sight of it, AWS will say that the name is taken.
      await submitAfterRemnant(work, context);
      return;
    }
    if (!isAwsCallError(error)) {
      throw error;
    }
    const failure = failures.remnantStays(describeCallError(error));
    await takeRefusal(work, error, failure, { context, isFirst });
    return;
  }
  await context.boundary('remnant-sent');
  await followRemnant(work, record, context);
}
