import { Knex } from 'knex';
import { finalOrderStates } from 'backstage-plugin-aws-service-catalog-common';
import { OrderLinks } from '../provisionedProducts';
import { OrderRecordRow, OrderRow } from './orderRows';

/** Tells the inventory of orders. */
export function createOrderLinks(knex: Knex): OrderLinks {
  return {
    async findOpenOrders(target, provisionedProductIds) {
      const rows = await knex<OrderRow>('orders')
        .select('id', 'provisioned_product_id')
        .where({ target })
        .whereIn('provisioned_product_id', [...provisionedProductIds])
        .whereNotIn('state', [...finalOrderStates]);
      return new Map(
        rows.map(row => [row.provisioned_product_id ?? '', row.id]),
      );
    },
    async findOrdersOfRecords(target, recordIds) {
      const rows = await knex<OrderRecordRow>('order_records')
        .where({ target })
        .whereIn('record_id', [...recordIds]);
      return new Map(rows.map(row => [row.record_id, row.order_id]));
    },
  };
}
