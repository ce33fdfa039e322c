import { Knex } from 'knex';
import { CostRow } from './costRows';
import { lastMonths, MONTHS_KEPT } from './months';

/**
 * What the costs of a provisioned product are, in a row of `cost_histories` for each currency and attribution: derived from `costs`,
 * its months side by side. Sums over all that an installation has read a thirteenth of the rows.
 */
export const HISTORIES = 'cost_histories';

/** What makes different rows of one provisioned product. */
const described = [
  'target',
  'provisioned_product_id',
  'currency',
  'product_id',
  'product_name',
  'owner_ref',
  'entity_ref',
  'requester_ref',
] as const;

/** `m00` to `m11` for the months of even years, `m12` to `m23` for those of odd ones. */
const columns = Array.from(
  { length: 24 },
  (_, index) => `m${String(index).padStart(2, '0')}`,
);

/**
 * The column of a month. Of the months that are kept no two share one; those of the others are 0.
 *
 * @param month - such as `2026-11`
 */
export function historyColumn(month: string): string {
  const [year, ofYear] = month.split('-').map(Number);
  return columns[(year % 2) * 12 + ofYear - 1];
}

/**
 * Works out anew the histories of some provisioned products, in the transaction that has changed their costs.
 *
 * @param now - in the month that is current
 */
export async function refreshHistories(
  tx: Knex,
  of: readonly Pick<CostRow, 'target' | 'provisioned_product_id'>[],
  now: Date,
): Promise<void> {
  if (of.length === 0) {
    return;
  }
  const whereOf = (query: Knex.QueryBuilder) => {
    query
      .whereIn('target', [...new Set(of.map(({ target }) => target))])
      .whereIn('provisioned_product_id', [
        ...new Set(of.map(row => row.provisioned_product_id)),
      ]);
  };
  const months = lastMonths(now, MONTHS_KEPT);
  const thisMonth = months[months.length - 1];
  const monthOf = new Map(months.map(month => [historyColumn(month), month]));
  const sums = columns.map(column =>
    monthOf.has(column)
      ? tx.raw('sum(case when month = ? then amount else 0 end)', [
          monthOf.get(column) ?? '',
        ])
      : tx.raw('0'),
  );
  await tx(HISTORIES).modify(whereOf).delete();
  await tx(
    tx.raw('?? (??)', [
      HISTORIES,
      [...described, 'name', 'last_month', 'expected', 'forecasts', ...columns],
    ]),
  ).insert(
    tx<CostRow>('costs')
      .modify(whereOf)
      .where('month', '>=', months[0])
      .groupBy([...described])
      .select(
        ...described,
        tx.raw('max(name)'),
        tx.raw('max(month)'),
        tx.raw(
          'sum(case when month = ? then coalesce(forecast, amount) else 0 end)',
          [thisMonth],
        ),
        tx.raw('count(case when month = ? then forecast end)', [thisMonth]),
        ...sums,
      ),
  );
}

/** Forgets what is older than the months that are kept. */
export async function forgetOldHistories(tx: Knex, now: Date): Promise<void> {
  const months = lastMonths(now, MONTHS_KEPT);
  const kept = new Set(months.map(historyColumn));
  const old = columns.filter(column => !kept.has(column));
  await tx(HISTORIES).where('last_month', '<', months[0]).delete();
  await tx(HISTORIES)
    .whereRaw(old.map(column => `${column} <> 0`).join(' or '))
    .update(Object.fromEntries(old.map(column => [column, 0])));
}
