import { CostEstimate } from 'backstage-plugin-aws-service-catalog-common';
import { EstimateConfig, QuotaConfig } from './policyConfig';

/** What the scope of a policy or quota is compared with. */
export type Scoped = {
  target: string;
  owner: string;
  product: { id: string; name: string };
  /** Every portfolio that it is, or can be, launched through. */
  portfolioNames: readonly string[];
};

/** Whether each key that a scope gives fits. */
export function isInScope(
  { products, portfolios, targets, owners }: QuotaConfig['match'],
  thing: Scoped,
): boolean {
  const { product, portfolioNames, target, owner } = thing;
  return (
    (!products ||
      products.includes(product.name) ||
      products.includes(product.id)) &&
    (!portfolios || portfolios.some(name => portfolioNames.includes(name))) &&
    (!targets || targets.includes(target)) &&
    (!owners || owners.includes(owner))
  );
}

/** The quota that counts for something: the first that fits. */
export function findQuota(
  quotas: readonly QuotaConfig[],
  thing: Scoped,
): QuotaConfig | undefined {
  return quotas.find(({ match }) => isInScope(match, thing));
}

/** What something is declared to cost; undefined when nothing is declared. */
export function findEstimate(
  estimates: readonly EstimateConfig[],
  thing: Scoped,
): CostEstimate | undefined {
  const found = estimates.find(({ match }) => isInScope(match, thing));
  return (
    found && {
      monthly: found.monthly,
      currency: found.currency,
      source: 'declared',
    }
  );
}
