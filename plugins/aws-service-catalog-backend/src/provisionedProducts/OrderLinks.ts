import { Knex } from 'knex';

/** Recognises secrets in texts. It takes a while: meanwhile others have their turn. */
export interface Mask {
  /** The text without the secrets in it. */
  mask(text: string): Promise<string>;
  /** Whether there is a secret in it. */
  reveals(text: string): Promise<boolean>;
}

/** Recognises nothing: for what no order has put a secret into. */
export const nothingSecret: Mask = {
  mask: async text => text,
  reveals: async () => false,
};

/**
 * What the inventory shows of orders. The inventory knows nothing of orders itself, so it is told by those who do.
 */
export interface OrderLinks {
  /** The unfinished order of each provisioned product that has one, by provisioned product id. */
  findOpenOrders(
    target: string,
    provisionedProductIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** The order that caused each record of AWS's, with whichever attempt, as far as one did; by record id. */
  findOrdersOfRecords(
    target: string,
    recordIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /**
   * What recognises the secrets of orders in what AWS says about provisioned products: AWS may quote a parameter that it refuses,
   * and an output may show one.
   *
   * @param provisionedProducts - `orderId`: the order that the tags of one name
   * @returns by provisioned product id; none for those whose orders had no secrets
   */
  createMasks(
    tx: Knex,
    target: string,
    provisionedProducts: readonly { id: string; orderId?: string }[],
  ): Promise<ReadonlyMap<string, Mask>>;
}
