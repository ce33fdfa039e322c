import { Knex } from 'knex';
import { OrderRow } from './orderRows';
import { StoredOrder } from './StoredOrder';

/**
 * Whether it is an import's turn: AWS imports one stack at a time in an account and Region, and refuses others meanwhile. Those
 * that were placed first go first; one that was set aside holds up nobody.
 */
export async function isItsTurn(
  knex: Knex,
  { id, accountId, region, createdAt }: StoredOrder,
): Promise<boolean> {
  const other = await knex<OrderRow>('orders')
    .select('id')
    .where({ kind: 'import', account_id: accountId, region })
    .whereNot({ id })
    .andWhere(before =>
      before.whereIn('state', ['submitting', 'running']).orWhere(queued =>
        queued
          .where({ state: 'queued' })
          .whereNotNull('due_at')
          .andWhere(earlier =>
            earlier
              .where('created_at', '<', createdAt)
              .orWhere(same =>
                same.where('created_at', createdAt).andWhere('id', '<', id),
              ),
          ),
      ),
    )
    .first();
  return other === undefined;
}
