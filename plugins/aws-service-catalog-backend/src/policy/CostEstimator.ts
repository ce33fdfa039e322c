import { CostEstimate } from 'backstage-plugin-aws-service-catalog-common';
import { EstimateConfig } from './policyConfig';
import { findEstimate, Scoped } from './scope';

/** What existing provisioned products cost. */
export interface MeasuredCosts {
  /**
   * What those of some products cost, of the same version if there are enough of them.
   *
   * @returns in the order of what is asked for; undefined for those of which there are too few
   */
  findEstimates(
    wanted: readonly { productId: string; versionId: string | undefined }[],
  ): Promise<(CostEstimate | undefined)[]>;
}

/** Estimates what launches cost: what existing ones do, else what is declared. */
export class CostEstimator {
  constructor(
    private readonly measured: MeasuredCosts,
    private readonly declared: readonly EstimateConfig[],
  ) {}

  /**
   * What some launches are expected to cost.
   *
   * @returns in their order; undefined for those of which nothing is known
   */
  async estimate(
    launches: readonly (Scoped & { version?: { id: string } })[],
  ): Promise<(CostEstimate | undefined)[]> {
    const measured = await this.measured.findEstimates(
      launches.map(({ product, version }) => ({
        productId: product.id,
        versionId: version?.id,
      })),
    );
    return launches.map(
      (launch, index) => measured[index] ?? findEstimate(this.declared, launch),
    );
  }
}
