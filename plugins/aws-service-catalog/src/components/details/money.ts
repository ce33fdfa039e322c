import type { CostEstimate } from 'backstage-plugin-aws-service-catalog-common';
import { formatAmount } from '../costs/amounts';

function rounded(amount: number, currency: string): string {
  return Number.isInteger(amount)
    ? formatAmount(amount, currency).replace(/\.00$/, '')
    : formatAmount(amount, currency);
}

/** An expected cost in short, for example "about $58 a month". */
export function formatMonthlyCost({ monthly, currency }: CostEstimate): string {
  return `about ${rounded(monthly, currency)} a month`;
}

/**
 * An expected cost, for example "about $58 a month", and when it was measured on how many; "unknown" when there is none.
 */
export function formatCost(estimate: CostEstimate | undefined): string {
  if (!estimate) {
    return 'unknown';
  }
  const { currency, range, basis } = estimate;
  const about = formatMonthlyCost(estimate);
  if (!range || !basis) {
    return about;
  }
  const whose = basis.sameVersion ? 'of this version' : 'of all versions';
  return `${about}, mostly ${rounded(range.low, currency)} to ${rounded(
    range.high,
    currency,
  )} (${basis.count} ${whose})`;
}
