import { Knex } from 'knex';
import { CostEstimate } from 'backstage-plugin-aws-service-catalog-common';
import { CostStatisticsRow } from './costRows';
import { monthlyRate } from './forecast';
import { addMonths, monthOf } from './months';
import { summarizeCosts } from './statistics';

const ROWS_PER_STATEMENT = 500;

/** What runs, and what it cost in one of the last two months. */
type SpentRow = {
  target: string;
  id: string;
  product_id: string;
  version_id: string;
  created_at: string;
  currency: string;
  month: string;
  amount: number | string;
};

/** Everything that runs, with what it cost in this month and the last. */
async function readSpending(tx: Knex, now: Date) {
  const month = monthOf(now);
  const rows: SpentRow[] = await tx('costs')
    .join('provisioned_products', join =>
      join
        .on('provisioned_products.target', 'costs.target')
        .andOn('provisioned_products.id', 'costs.provisioned_product_id'),
    )
    .whereNull('provisioned_products.deleted_at')
    .whereIn('costs.month', [month, addMonths(month, -1)])
    .groupBy(
      'provisioned_products.target',
      'provisioned_products.id',
      'provisioned_products.product_id',
      'provisioned_products.version_id',
      'provisioned_products.created_at',
      'costs.currency',
      'costs.month',
    )
    .select(
      'provisioned_products.target',
      'provisioned_products.id',
      'provisioned_products.product_id',
      'provisioned_products.version_id',
      'provisioned_products.created_at',
      'costs.currency',
      'costs.month',
    )
    .sum({ amount: 'costs.amount' });
  const spending = new Map<
    string,
    SpentRow & { monthToDate: number; lastMonth: number }
  >();
  for (const row of rows) {
    const key = [row.target, row.id, row.currency].join('\n');
    const spent = spending.get(key) ?? { ...row, monthToDate: 0, lastMonth: 0 };
    spent[row.month === month ? 'monthToDate' : 'lastMonth'] += Number(
      row.amount,
    );
    spending.set(key, spent);
  }
  return spending.values();
}

/** Keeps what those that run of each product, and of each of its versions, cost per month. */
export class CostStatisticsStore {
  constructor(private readonly knex: Knex) {}

  /** Works them out anew. */
  async refresh(now: Date): Promise<void> {
    await this.knex.transaction(async tx => {
      const rates = new Map<string, number[]>();
      for (const spent of await readSpending(tx, now)) {
        const rate = monthlyRate(
          { ...spent, createdAt: new Date(spent.created_at) },
          now,
        );
        for (const version of [spent.version_id, '']) {
          const key = JSON.stringify([
            spent.product_id,
            version,
            spent.currency,
          ]);
          const others = rates.get(key) ?? [];
          rates.set(key, others);
          if (rate !== undefined) {
            others.push(rate);
          }
        }
      }
      const rows = [...rates].flatMap(([key, amounts]): CostStatisticsRow[] => {
        const statistics = summarizeCosts(amounts);
        const [product_id, version_id, currency] = JSON.parse(key);
        return statistics
          ? [{ product_id, version_id, currency, ...statistics }]
          : [];
      });
      await tx('cost_statistics').delete();
      for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
        await tx('cost_statistics').insert(
          rows.slice(from, from + ROWS_PER_STATEMENT),
        );
      }
    });
  }

  /**
   * What existing ones of some products cost: of the same version, when there are enough of them, else of any. With several
   * currencies, in that of most of them.
   *
   * @returns in the order of what is asked for; undefined for those of which there are fewer than five
   */
  async findEstimates(
    wanted: readonly { productId: string; versionId: string | undefined }[],
  ): Promise<(CostEstimate | undefined)[]> {
    const rows: CostStatisticsRow[] = await this.knex<CostStatisticsRow>(
      'cost_statistics',
    )
      .select()
      .whereIn('product_id', [
        ...new Set(wanted.map(({ productId }) => productId)),
      ])
      .whereIn('version_id', [
        '',
        ...new Set(wanted.flatMap(({ versionId }) => versionId ?? [])),
      ]);
    return wanted.map(({ productId, versionId }) => {
      const [found] = rows
        .filter(
          row =>
            row.product_id === productId &&
            ['', versionId].includes(row.version_id),
        )
        .sort(
          (a, b) =>
            Number(b.version_id !== '') - Number(a.version_id !== '') ||
            b.count - a.count ||
            (a.currency < b.currency ? -1 : 1),
        );
      return (
        found && {
          monthly: found.median,
          currency: found.currency,
          source: 'measured',
          range: { low: found.low, high: found.high },
          basis: { count: found.count, sameVersion: found.version_id !== '' },
        }
      );
    });
  }
}
