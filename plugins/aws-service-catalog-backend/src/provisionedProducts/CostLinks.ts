import { ProvisionedProductCost } from 'backstage-plugin-aws-service-catalog-common';

/** What the inventory shows of costs. It knows nothing of costs itself, so it is told by those who do. */
export interface CostLinks {
  /** What some provisioned products cost, by `<target>/<id>`; none for those of which it is not known. */
  findCosts(
    provisionedProducts: readonly { target: string; id: string }[],
  ): Promise<ReadonlyMap<string, ProvisionedProductCost>>;
}
