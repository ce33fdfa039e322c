import type { CostEstimate } from 'backstage-plugin-aws-service-catalog-common';

/** An expected cost, for example "about $58 a month"; "unknown" when there is none. */
export function formatCost(estimate: CostEstimate | undefined): string {
  if (!estimate) {
    return 'unknown';
  }
  const { monthly, currency } = estimate;
  const amount = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    ...(Number.isInteger(monthly) && { maximumFractionDigits: 0 }),
  }).format(monthly);
  return `about ${amount} a month`;
}
