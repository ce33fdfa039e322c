import { attributeCost, Attribution } from './attributeCosts';
import { CostRow } from './costRows';
import { forecastMonth } from './forecast';
import { addMonths, monthOf } from './months';

/** What tells rows of `costs` apart. */
export const keyColumns = [
  'target',
  'provisioned_product_id',
  'month',
  'currency',
  'account_id',
] as const;

/** What one provisioned product cost, by currency and month. */
export type CostItem = {
  target: string;
  id: string;
  name?: string;
  costs: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** The {@link keyColumns} of a row as one text. */
export function keyOf(row: Pick<CostRow, (typeof keyColumns)[number]>): string {
  return keyColumns.map(column => row[column]).join('\n');
}

/**
 * Makes the rows of what one provisioned product cost in each month.
 *
 * @param context.existing - what was written before, by {@link keyOf}
 */
export function toCostRows(
  accountId: string,
  { target, id, name, costs }: CostItem,
  now: Date,
  context: {
    known: Attribution | undefined;
    /** Since when it has run; absent: it is gone. */
    runs: string | undefined;
    existing: ReadonlyMap<string, CostRow>;
  },
): CostRow[] {
  const thisMonth = monthOf(now);
  return [...costs].flatMap(([currency, byMonth]) =>
    [...byMonth].map(([month, amount]) => {
      const key = {
        account_id: accountId,
        target,
        provisioned_product_id: id,
        month,
        currency,
      };
      const isThisMonth = month === thisMonth;
      const attribution = attributeCost(
        isThisMonth,
        context.existing.get(keyOf(key)),
        context.known,
      );
      let forecast: number | undefined;
      if (isThisMonth) {
        forecast =
          context.runs === undefined
            ? amount
            : forecastMonth(
                {
                  createdAt: new Date(context.runs),
                  monthToDate: amount,
                  lastMonth: byMonth.get(addMonths(month, -1)) ?? 0,
                },
                now,
              );
      }
      return {
        ...key,
        amount,
        forecast: forecast ?? null,
        ...attribution,
        name: attribution.name ?? name ?? null,
      };
    }),
  );
}
