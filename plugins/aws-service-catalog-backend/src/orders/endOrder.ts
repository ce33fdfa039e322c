import { Output } from 'backstage-plugin-aws-service-catalog-common';
import { nextCatchUpAt } from './catchUp';
import { DescribedRecord } from './decideStep';
import { Failure } from './failures';
import { Refreshed } from './InventoryUpdater';
import { OrderChanges, OrderWork } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { changeOf, kinds } from './kinds';
import { maskOutputs } from './secrets/maskOutputs';
import { StoredOrder } from './StoredOrder';
import { describeTagsLeft, listTagRemovals } from './tagRemovals';

/** For an end that has changed nothing that AWS would show, unless what the attempt before left behind was not shown yet. */
function asItIs({ provisionedProduct, progress }: StoredOrder): Refreshed {
  return {
    isComplete: progress.remnant === undefined,
    arn: provisionedProduct.arn,
  };
}

/** What the end of an order changes about it apart from its state. When AWS does not show the result yet, it stays due. */
function endWith(
  order: StoredOrder,
  { arn, isComplete }: Refreshed,
  progress: OrderChanges['progress'],
  context: ReconcileContext,
): OrderChanges {
  return {
    dueAt: isComplete ? undefined : nextCatchUpAt(1, context),
    provisionedProduct: { ...order.provisionedProduct, arn },
    progress: { ...progress, failures: isComplete ? 0 : 1 },
  };
}

/** The outputs that came with a record, as they may be kept and shown. */
async function readOutputs(
  order: StoredOrder,
  { outputs }: DescribedRecord,
  { knex, secrets, inventory }: ReconcileContext,
): Promise<Output[]> {
  return outputs.length === 0
    ? []
    : maskOutputs(
        outputs,
        await secrets.createMask(knex, order.id),
        await inventory.listSecretOutputs(order),
      );
}

/** A failure without the secrets that AWS may have quoted. */
export async function withoutSecrets(
  failure: Failure,
  { id }: StoredOrder,
  { knex, secrets }: Pick<ReconcileContext, 'knex' | 'secrets'>,
): Promise<Failure> {
  if (failure.isSecretFree) {
    return failure;
  }
  const mask = await secrets.createMask(knex, id);
  return {
    ...failure,
    message: await mask.mask(failure.message),
    isSecretFree: true,
  };
}

/**
 * Ends an order that cannot succeed. What AWS said is kept and told without the order's secrets.
 *
 * @param record - AWS's record, when it is what failed
 */
export async function failOrder(
  work: OrderWork,
  failure: Failure,
  context: ReconcileContext,
  record?: DescribedRecord,
): Promise<void> {
  const { inventory } = context;
  const { order } = work;
  const { isSecretFree: _, ...told } = await withoutSecrets(
    failure,
    order,
    context,
  );
  const { isComplete, arn } =
    order.state === 'queued'
      ? asItIs(order)
      : await inventory.refresh(order, record);
  await context.boundary('result-read');
  await work.advance(
    { type: 'failed', message: told.message },
    endWith(
      order,
      // Without a record there is nothing that AWS would have to show yet, but for what the attempt before left behind.
      {
        isComplete: isComplete || !(record ?? order.progress.remnant),
        arn,
      },
      {
        recordStatus: record?.status,
        failure: told,
        outputs: record ? await readOutputs(order, record, context) : [],
        remains:
          record && order.kind === 'terminate'
            ? await inventory.listRemains(order)
            : undefined,
      },
      context,
    ),
  );
  await context.boundary('ended');
}

/** That AWS has updated something, and what of it it has not done. */
async function describeUpdated(
  { content, target, provisionedProduct: { id = '' } }: StoredOrder,
  succeeded: string,
  { inventory }: ReconcileContext,
): Promise<string> {
  if (listTagRemovals(content.changes).length === 0) {
    return succeeded;
  }
  const tags = await inventory.listTags(target, id);
  return succeeded.replace(
    /\.$/,
    `${describeTagsLeft(content.changes, tags)}.`,
  );
}

/**
 * Ends an order whose record succeeded, with the outputs that came with the record. The inventory is brought up to date first:
 * whoever hears of the success finds the result. When AWS does not show it yet, it is looked for again.
 */
export async function succeedOrder(
  work: OrderWork,
  record: DescribedRecord,
  context: ReconcileContext,
): Promise<void> {
  const { store, inventory, leases } = context;
  const { order } = work;
  const { id } = order.provisionedProduct;
  const isGone = order.kind === 'terminate';
  const refreshed = isGone
    ? asItIs(order)
    : await inventory.refresh(order, record);
  const outputs = await readOutputs(order, record, context);
  const { succeeded } = kinds[order.kind];
  const message =
    order.kind === 'update' && refreshed.isComplete
      ? await describeUpdated(order, succeeded, context)
      : succeeded;
  await context.boundary('result-read');
  await work.advance(
    { type: 'succeeded', message },
    endWith(
      order,
      refreshed,
      { recordStatus: record.status, outputs },
      context,
    ),
    async (tx, saved) => {
      if (isGone && id !== undefined) {
        await inventory.noteTerminated(tx, saved, id);
      }
      await store.hideOutputs(tx, saved);
      if (!changeOf(saved)) {
        await leases.begin(tx, saved);
      }
    },
  );
  await context.boundary('ended');
}
