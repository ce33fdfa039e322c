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
  expected: number | string;
  forecasts: number | string;
  /** The amount of each month, by its column. */
  [column: string]: number | string | null | undefined;
};

/** How many provisioned products groups have. */
export class CostCounts {
  private readonly counts: ReadonlyMap<string, number>;

  /** @param others - how many those have that are not among the rows */
  constructor(
    rows: readonly (Pick<SumRow, 'key' | 'currency'> & {
      count: number | string;
    })[],
    private readonly others = 0,
  ) {
    this.counts = new Map(
      rows.map(row => [idOf(row.key, row.currency), Number(row.count)]),
    );
  }

  /** The number of a group. */
  of({ key, currency }: Pick<SumRow, 'key' | 'currency'>): number {
    return this.counts.get(idOf(key, currency)) ?? this.others;
  }
}

function idOf(key: string | null | undefined, currency: string): string {
  return JSON.stringify([key ?? null, currency]);
}

/** Reads a group from its sums. */
export function toGroupCosts(
  row: SumRow,
  counts: CostCounts,
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
    provisionedProducts: counts.of(row),
  };
}

/** The sums of everything, from those of all groups; a row for each currency. */
export function addUp(groups: readonly SumRow[]): SumRow[] {
  const totals = new Map<string, SumRow>();
  for (const { key: _, name: __, currency, ...sums } of groups) {
    const total = totals.get(currency) ?? {
      currency,
      expected: 0,
      forecasts: 0,
    };
    for (const [column, sum] of Object.entries(sums)) {
      total[column] = Number(total[column] ?? 0) + Number(sum);
    }
    totals.set(currency, total);
  }
  return [...totals.values()];
}
