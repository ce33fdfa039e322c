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

/** The sum of a month; without a key, of everything. */
export type SumRow = {
  key?: string | null;
  currency: string;
  month: string;
  amount: number | string;
  expected: number | string;
  forecasts: number | string;
};

/** A group; without a key, everything. */
export type GroupRow = {
  key?: string | null;
  name?: string | null;
  currency: string;
  count: number | string;
};

/** Puts together groups and the sums of their months. */
export function joinSums(
  groups: readonly GroupRow[],
  sums: readonly SumRow[],
  thisMonth: string,
): GroupCosts[] {
  const byGroup = new Map<string, SumRow[]>();
  const idOf = (row: Pick<SumRow, 'key' | 'currency'>) =>
    JSON.stringify([row.key ?? null, row.currency]);
  for (const row of sums) {
    byGroup.set(idOf(row), [...(byGroup.get(idOf(row)) ?? []), row]);
  }
  return groups.map(row =>
    toGroup(row, byGroup.get(idOf(row)) ?? [], thisMonth),
  );
}

function toGroup(
  group: GroupRow,
  sums: readonly SumRow[],
  thisMonth: string,
): GroupCosts {
  const current = sums.find(({ month }) => month === thisMonth);
  return {
    key: group.key ?? undefined,
    name: group.name ?? undefined,
    currency: group.currency,
    amounts: new Map(sums.map(({ month, amount }) => [month, Number(amount)])),
    forecast:
      current && Number(current.forecasts) > 0
        ? Number(current.expected)
        : undefined,
    provisionedProducts: Number(group.count),
  };
}
