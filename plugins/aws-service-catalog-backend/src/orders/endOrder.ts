import { AwsRecord } from '../aws';
import { DescribedRecord } from './decideStep';
import { Failure } from './failures';
import { OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { maskOutputs } from './secrets/maskOutputs';
import { StoredOrder } from './StoredOrder';

const succeeded: Record<StoredOrder['kind'], string> = {
  provision: 'AWS launched it.',
  update: 'AWS updated it.',
  terminate: 'AWS terminated it.',
};

/**
 * Ends an order that cannot succeed. What AWS said is kept and told without the order's secrets.
 *
 * @param record - AWS's record, when it is what failed
 */
export async function failOrder(
  work: OrderWork,
  failure: Failure,
  context: ReconcileContext,
  record?: AwsRecord,
): Promise<void> {
  const { knex, secrets, inventory } = context;
  const { order } = work;
  const mask = await secrets.createMask(knex, order.id);
  const message = mask.mask(failure.message);
  const arn = record && (await inventory.refresh(order, record, mask));
  await work.advance(
    { type: 'failed', message },
    {
      provisionedProduct: {
        ...order.provisionedProduct,
        arn: arn ?? order.provisionedProduct.arn,
      },
      progress: {
        recordStatus: record?.status,
        failure: { ...failure, message },
      },
    },
  );
}

/**
 * Ends an order whose record succeeded, with the outputs that came with the record. The inventory is brought up to date first:
 * whoever hears of the success finds the result.
 */
export async function succeedOrder(
  work: OrderWork,
  record: DescribedRecord,
  context: ReconcileContext,
): Promise<void> {
  const { knex, secrets, inventory } = context;
  const { order } = work;
  const { id } = order.provisionedProduct;
  const mask = await secrets.createMask(knex, order.id);
  const isGone = order.kind === 'terminate';
  const arn = isGone
    ? order.provisionedProduct.arn
    : await inventory.refresh(order, record, mask);
  await work.advance(
    { type: 'succeeded', message: succeeded[order.kind] },
    {
      provisionedProduct: { ...order.provisionedProduct, arn },
      progress: {
        recordStatus: record.status,
        outputs: maskOutputs(record.outputs, mask),
      },
    },
    async (tx, saved) => {
      if (isGone && id !== undefined) {
        await inventory.noteTerminated(tx, saved, id);
      }
    },
  );
}
