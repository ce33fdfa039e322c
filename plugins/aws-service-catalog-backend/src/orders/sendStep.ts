import { AwsCallError, AwsRecord, isAwsCallError } from '../aws';
import { decideStep } from './decideStep';
import { failOrder } from './endOrder';
import { describeCallError } from './failures';
import { observeSubmission } from './observeOrder';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { nextPollAt } from './schedule';
import { sendOrder } from './sendOrder';
import { StoredOrder } from './StoredOrder';

/** Notes that AWS has accepted an order, and who owns what it launches. */
export async function acceptOrder(
  work: OrderWork,
  record: AwsRecord,
  { clock, inventory, store }: ReconcileContext,
): Promise<void> {
  const { order } = work;
  const acceptedAt = clock.now().toISOString();
  const id = record.provisionedProductId ?? order.provisionedProduct.id;
  await work.advance(
    { type: 'running', message: `AWS accepted it as record ${record.id}.` },
    {
      recordId: record.id,
      provisionedProduct: { ...order.provisionedProduct, id },
      dueAt: nextPollAt(acceptedAt, clock.now()),
      progress: {
        acceptedAt,
        recordStatus: record.status,
        remnant: undefined,
      },
    },
    async (tx, saved) => {
      if (id === undefined) {
        return;
      }
      await store.addRecord(tx, saved, {
        id: record.id,
        provisionedProductId: id,
      });
      if (saved.kind === 'provision') {
        await inventory.assignOwner(tx, saved, id);
      }
    },
  );
}

/**
 * Whether a refusal ends an order: it cannot pass, and AWS has not taken an earlier, identical call either. One about who we are
 * does not tell of an earlier call, because it comes before anybody looks at the token. Nor does it tell anything that there is
 * nothing to terminate any more.
 */
function isConclusive(
  { kind }: AwsCallError,
  order: StoredOrder,
  isFirst: boolean,
): boolean {
  switch (kind) {
    case 'credentials':
    case 'wrong-account':
      return false;
    case 'access-denied':
      return isFirst;
    case 'not-found':
      return isFirst || order.kind !== 'terminate';
    default:
      return true;
  }
}

/**
 * Makes the call that the order's attempt is about.
 *
 * @param isFirst - whether it surely was not made before; after an ambiguous answer only some refusals are an answer
 * @throws AwsCallError when it is worth another try
 */
export async function send(
  work: OrderWork,
  context: ReconcileContext,
  isFirst: boolean,
): Promise<void> {
  const { knex, secrets, look } = context;
  let record: AwsRecord;
  try {
    record = await sendOrder(
      look.target,
      work.order,
      await secrets.open(knex, work.order.id),
    );
  } catch (error) {
    if (
      !isAwsCallError(error) ||
      error.retryable ||
      error.ambiguous ||
      !isConclusive(error, work.order, isFirst)
    ) {
      throw error;
    }
    // The name may be taken by ourselves, by an earlier call whose answer was lost.
    if (error.kind === 'duplicate' && work.order.kind === 'provision') {
      const found = await observeSubmission(work.order, look);
      const step = decideStep(work.order, found);
      if (step.do === 'accept') {
        await acceptOrder(work, step.record, context);
        return;
      }
    }
    await failOrder(work, describeCallError(error), context);
    return;
  }
  await context.boundary('sent');
  await acceptOrder(work, record, context);
  await context.boundary('noted');
}
