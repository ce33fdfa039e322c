import { historyColumn } from './costHistories';

/** What things that belong together cost, in one currency. */
export type GroupCosts = {
  key?: string;
  name?: string;
  currency: string;
  /** By month. */
  amounts: ReadonlyMap<string, number>;
  /** Of the month that is current. */
  forecast?: number;
  provisionedProducts: number;
};

/** The sums of a group; without a key, of everything. PostgreSQL gives counts as text. */
export type SumRow = {
  key?: string | null;
  name?: string | null;
  currency: string;
  count: number | string;
  expected: number | string;
  forecasts: number | string;
  /** The amount of each month, by its column. */
  [column: string]: number | string | null | undefined;
};

/** Reads a group from its sums. */
export function toGroupCosts(
  row: SumRow,
  months: readonly string[],
): GroupCosts {
  return {
    key: row.key ?? undefined,
    name: row.name ?? undefined,
    currency: row.currency,
    amounts: new Map(
      months.map(month => [month, Number(row[historyColumn(month)])]),
    ),
    forecast: Number(row.forecasts) > 0 ? Number(row.expected) : undefined,
    provisionedProducts: Number(row.count),
  };
}
