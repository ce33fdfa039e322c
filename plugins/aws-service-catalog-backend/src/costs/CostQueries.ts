import { Knex } from 'knex';
import {
  CostFigures,
  CostGrouping,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller, whereWithinFloor } from '../authorize';
import {
  FieldColumns,
  PolicyConditions,
  wherePolicyAllows,
} from '../database/conditions';
import { EntityFilter, ProvisionedProductField } from '../provisionedProducts';
import { CostRow } from './costRows';
import { addMonths } from './months';

/** What costs are narrowed to. */
export type CostFilter = EntityFilter & {
  target?: string;
  product?: string;
  /** Of these months. */
  months: readonly string[];
};

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

const table = 'costs';

const policyColumns: FieldColumns<ProvisionedProductField> = {
  target: `${table}.target`,
  productId: `${table}.product_id`,
  productName: `${table}.product_name`,
  requester: `${table}.requester_ref`,
  owner: `${table}.owner_ref`,
};

const floorColumns = {
  target: `${table}.target`,
  owner: `${table}.owner_ref`,
  requester: `${table}.requester_ref`,
};

const ADDRESS = `costs.target || '/' || costs.provisioned_product_id`;

/** The SQL of what costs are grouped by, and of what to call a group. */
const groupings: Record<CostGrouping, { key: string; name?: string }> = {
  product: { key: 'costs.product_id', name: 'max(costs.product_name)' },
  owner: { key: 'costs.owner_ref' },
  entity: { key: 'costs.entity_ref' },
  target: { key: 'costs.target' },
  provisionedProduct: { key: ADDRESS, name: 'max(costs.name)' },
};

type SumRow = {
  key: string | null;
  name: string | null;
  currency: string;
  month: string;
  amount: number | string;
  expected: number | string;
  forecasts: number | string;
};

type CountRow = Pick<SumRow, 'key' | 'currency'> & { count: number | string };

function whereMatches(query: Knex.QueryBuilder, filter: CostFilter): void {
  const { owner, entity, target, product } = filter;
  query.whereIn(`${table}.month`, [...filter.months]);
  if (entity) {
    query.andWhere(any => {
      any.where(`${table}.entity_ref`, entity.ref);
      if (entity.pointsAt.length > 0) {
        any.orWhereIn(`${table}.provisioned_product_id`, entity.pointsAt);
      }
    });
  }
  const equals = { owner_ref: owner, target, product_id: product };
  for (const [column, value] of Object.entries(equals)) {
    if (value !== undefined) {
      query.where(`${table}.${column}`, value);
    }
  }
}

/** Adds up the copy of the costs. */
export class CostQueries {
  constructor(private readonly knex: Knex) {}

  /** What a caller may see of the costs, by group and currency, in no particular order. */
  async sum(
    caller: Caller,
    policy: PolicyConditions<ProvisionedProductField>,
    filter: CostFilter,
    groupBy: CostGrouping,
  ): Promise<GroupCosts[]> {
    const { key, name } = groupings[groupBy];
    const visible = this.knex<CostRow>(table).modify(query => {
      whereWithinFloor(query, caller, floorColumns);
      wherePolicyAllows(query, policy, policyColumns);
      whereMatches(query, filter);
    });
    const sums: SumRow[] = await visible
      .clone()
      .select(
        this.knex.raw(`${key} as "key"`),
        this.knex.raw(`${name ?? 'null'} as "name"`),
        'currency',
        'month',
      )
      .sum({ amount: 'amount' })
      .select(
        this.knex.raw('sum(coalesce(forecast, amount)) as "expected"'),
        this.knex.raw('count(forecast) as "forecasts"'),
      )
      .groupByRaw(`${key}, currency, month`);
    const counts: CountRow[] = await visible
      .clone()
      .select(
        this.knex.raw(`${key} as "key"`),
        'currency',
        this.knex.raw(`count(distinct ${ADDRESS}) as "count"`),
      )
      .groupByRaw(`${key}, currency`);
    return counts.map(({ key: id, currency, count }) =>
      toGroup(
        { id, currency, count: Number(count) },
        sums.filter(row => row.key === id && row.currency === currency),
        filter.months[filter.months.length - 1],
      ),
    );
  }

  /** What some provisioned products cost in a month and the one before, by `<target>/<id>`. */
  async find(
    provisionedProducts: readonly { target: string; id: string }[],
    month: string,
  ): Promise<Map<string, CostFigures>> {
    const rows: CostRow[] = await this.knex<CostRow>(table)
      .select()
      .whereIn(
        'provisioned_product_id',
        provisionedProducts.map(({ id }) => id),
      )
      .whereIn('month', [month, addMonths(month, -1)])
      // One that is paid in another currency since is shown in that.
      .orderBy('month');
    const found = new Map<string, CostFigures>();
    for (const row of rows) {
      const address = `${row.target}/${row.provisioned_product_id}`;
      const before = found.get(address);
      const figures =
        before?.currency === row.currency
          ? before
          : { currency: row.currency, monthToDate: 0, lastMonth: 0 };
      found.set(
        address,
        row.month === month
          ? {
              ...figures,
              monthToDate: figures.monthToDate + row.amount,
              forecast: row.forecast ?? undefined,
            }
          : { ...figures, lastMonth: figures.lastMonth + row.amount },
      );
    }
    return found;
  }
}

function toGroup(
  group: { id: string | null; currency: string; count: number },
  sums: readonly SumRow[],
  thisMonth: string,
): GroupCosts {
  const byMonth = [...sums].sort((a, b) => (a.month < b.month ? -1 : 1));
  const current = byMonth.find(({ month }) => month === thisMonth);
  return {
    key: group.id ?? undefined,
    name: byMonth[byMonth.length - 1]?.name ?? undefined,
    currency: group.currency,
    amounts: new Map(
      byMonth.map(({ month, amount }) => [month, Number(amount)]),
    ),
    forecast:
      current && Number(current.forecasts) > 0
        ? Number(current.expected)
        : undefined,
    provisionedProducts: group.count,
  };
}
