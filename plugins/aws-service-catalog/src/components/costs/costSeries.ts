import type { CostGroup } from 'backstage-plugin-aws-service-catalog-common';

/** How many groups get a colour of their own; the others are added up. */
const MOST_SERIES = 5;

/** What one colour of a chart stands for. */
export type CostSeries = {
  name: string;
  /** By month, as the answer's `months`. */
  amounts: number[];
};

/**
 * The series of a chart: the dearest groups, and the others added up. All are of one currency.
 *
 * @param nameOf - what a group is called
 */
export function toSeries(
  groups: readonly CostGroup[],
  nameOf: (group: CostGroup) => string,
): CostSeries[] {
  // A single one more would be no clearer as "Others".
  const shown = groups.length > MOST_SERIES + 1 ? MOST_SERIES : MOST_SERIES + 1;
  const series = groups
    .slice(0, shown)
    .map(group => ({ name: nameOf(group), amounts: [...group.trend] }));
  const rest = groups.slice(shown);
  if (rest.length === 0) {
    return series;
  }
  return [
    ...series,
    {
      name: `${rest.length} others`,
      amounts: rest[0].trend.map((_, month) =>
        rest.reduce((sum, { trend }) => sum + trend[month], 0),
      ),
    },
  ];
}
