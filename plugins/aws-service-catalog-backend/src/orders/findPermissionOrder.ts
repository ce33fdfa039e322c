import { Knex } from 'knex';
import { PermissionOrder } from 'backstage-plugin-aws-service-catalog-node';
import { OrderRow } from './orderRows';

/** What permission rules know of an order, whoever may see it. */
export async function findPermissionOrder(
  knex: Knex,
  id: string,
): Promise<PermissionOrder | undefined> {
  const row = await knex<OrderRow>('orders').where({ id }).first();
  if (!row) {
    return undefined;
  }
  const approvers: { approver: string }[] = await knex('order_approvers')
    .select('approver')
    .where({ order_id: id });
  return {
    target: row.target,
    productId: row.product_id,
    productName: row.product_name,
    requester: row.requester,
    owner: row.owner,
    approvers: approvers.map(({ approver }) => approver),
  };
}
