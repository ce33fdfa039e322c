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

/** Ends an order. What AWS said is kept and told without the order's secrets. */
export async function failOrder(
  work: OrderWork,
  failure: Failure,
  context: ReconcileContext,
  record?: AwsRecord,
): Promise<void> {
  const { knex, secrets } = context;
  const mask = await secrets.createMask(knex, work.order.id);
  const message = mask.mask(failure.message);
  await work.advance(
    { type: 'failed', message },
    {
      progress: {
        recordStatus: record?.status,
        failure: { ...failure, message },
      },
    },
  );
  if (record) {
    await context.inventory.refresh(work.order, record, mask);
  }
}

/** Ends an order whose record succeeded, with the outputs that came with the record. */
export async function succeedOrder(
  work: OrderWork,
  record: DescribedRecord,
  context: ReconcileContext,
): Promise<void> {
  const { knex, secrets, inventory } = context;
  const { kind, provisionedProduct } = work.order;
  const mask = await secrets.createMask(knex, work.order.id);
  await work.advance(
    { type: 'succeeded', message: succeeded[kind] },
    {
      progress: {
        recordStatus: record.status,
        outputs: maskOutputs(record.outputs, mask),
      },
    },
    async (tx, saved) => {
      if (kind === 'terminate' && provisionedProduct.id !== undefined) {
        await inventory.noteTerminated(tx, saved, provisionedProduct.id);
      }
    },
  );
  if (kind !== 'terminate') {
    await inventory.refresh(work.order, record, mask);
  }
}
