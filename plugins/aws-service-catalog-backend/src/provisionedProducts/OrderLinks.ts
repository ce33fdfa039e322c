import { Knex } from 'knex';

/**
 * What the inventory shows of orders. The inventory knows nothing of orders itself, so it is told by those who do.
 */
export interface OrderLinks {
  /** The unfinished order of each provisioned product that has one, by provisioned product id. */
  findOpenOrders(
    target: string,
    provisionedProductIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** The order that caused each record of AWS's, as far as one did, by record id. */
  findOrdersOfRecords(
    target: string,
    recordIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /**
   * Takes the secrets of orders out of what AWS says about provisioned products: AWS may quote a parameter that it refuses.
   *
   * @param messages - by provisioned product id
   */
  maskMessages(
    tx: Knex,
    target: string,
    messages: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>>;
}
