/** What can be told of others' costs without telling what one of them costs. */
export type CostStatistics = {
  count: number;
  median: number;
  /** A quarter of them costs less, */
  low: number;
  /** and a quarter more. */
  high: number;
};

/** From fewer it could be worked out what single ones of other teams cost. */
const FEWEST_FOR_STATISTICS = 5;

/** The value below which a share of some sorted values lies, interpolated between neighbours. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  const weight = position - below;
  return sorted[below] * (1 - weight) + sorted[above] * weight;
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/**
 * Median and middle half of some costs, in cents.
 *
 * @returns undefined for fewer than five
 */
export function summarizeCosts(
  amounts: readonly number[],
): CostStatistics | undefined {
  if (amounts.length < FEWEST_FOR_STATISTICS) {
    return undefined;
  }
  const sorted = [...amounts].sort((a, b) => a - b);
  const at = (share: number) => toCents(quantile(sorted, share));
  return {
    count: sorted.length,
    median: at(0.5),
    low: at(0.25),
    high: at(0.75),
  };
}
