import { AwsCallError, AwsRecord, isAwsCallError } from '../aws';
import {
  describeCallError,
  describeImportError,
  Failure,
  failures,
} from './failures';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { changeOf } from './kinds';
import { nextPollAt } from './schedule';
import { sendOrder } from './sendOrder';
import { SecretUnreadableError } from './secrets/SecretBox';
import { failUnlessTaken, takeRefusal } from './takeRefusal';
import { StoredOrder } from './StoredOrder';

/** Notes that AWS has accepted an order, and who owns what it launches. */
export async function acceptOrder(
  work: OrderWork,
  record: AwsRecord,
  { clock, inventory, store, boundary }: ReconcileContext,
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
        refusal: undefined,
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
      if (!changeOf(saved)) {
        await inventory.assignOwner(tx, saved, id);
      }
    },
  );
  await boundary('noted');
}

function describeRefusal(error: AwsCallError, order: StoredOrder): Failure {
  if (order.kind === 'import') {
    return describeImportError(error);
  }
  return error.kind === 'not-found' && order.kind === 'terminate'
    ? failures.nothingToTerminate(order.provisionedProduct.name, error.code)
    : describeCallError(error);
}

/**
 * Makes the call that the order's attempt is about.
 *
 * @param isFirst - whether it surely was not made before
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
    if (error instanceof SecretUnreadableError) {
      await failUnlessTaken(
        work,
        failures.secretsUnreadable(error, isFirst),
        () => `It cannot be sent again: ${error.message}.`,
        { context, isFirst },
      );
      return;
    }
    if (!isAwsCallError(error)) {
      throw error;
    }
    await takeRefusal(work, error, describeRefusal(error, work.order), {
      context,
      isFirst,
    });
    return;
  }
  await context.boundary('sent');
  await acceptOrder(work, record, context);
}
