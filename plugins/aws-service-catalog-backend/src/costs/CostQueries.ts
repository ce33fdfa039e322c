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
import { GroupCosts, GroupRow, joinSums, SumRow } from './joinSums';
import { addMonths } from './months';

/** What costs are narrowed to. */
export type CostFilter = EntityFilter & {
  target?: string;
  product?: string;
  /** Of these months. */
  months: readonly string[];
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

function whereMatches(query: Knex.QueryBuilder, filter: CostFilter): void {
  const { owner, entity, target, product } = filter;
  // A list of them would keep SQLite from using the indexes of owners and entities.
  query.whereBetween(`${table}.month`, [
    filter.months[0],
    filter.months[filter.months.length - 1],
  ]);
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

  /**
   * What a caller may see of the costs.
   *
   * @param limit - of how many groups; the rest is only counted and part of the totals
   */
  async sum(
    caller: Caller,
    policy: PolicyConditions<ProvisionedProductField>,
    filter: CostFilter,
    grouping: { by: CostGrouping; limit: number },
  ): Promise<{
    groups: GroupCosts[];
    totalGroups: number;
    totals: GroupCosts[];
  }> {
    const { knex } = this;
    const { key, name } = groupings[grouping.by];
    const visible = () =>
      knex<CostRow>(table).modify(query => {
        whereWithinFloor(query, caller, floorColumns);
        wherePolicyAllows(query, policy, policyColumns);
        whereMatches(query, filter);
      });
    // Ids do not repeat across accounts.
    const count = knex.raw(
      'count(distinct costs.provisioned_product_id) as "count"',
    );
    const recent = filter.months.slice(-2);
    const dearest: GroupRow[] = await visible()
      .select(
        knex.raw(`${key} as "key"`),
        knex.raw(`${name ?? 'null'} as "name"`),
        'currency',
        count,
      )
      .groupByRaw(`${key}, currency`)
      .orderByRaw(
        `sum(case when month in (${recent
          .map(() => '?')
          .join(', ')}) then amount else 0 end) desc`,
        recent,
      )
      .orderByRaw(`${key}, currency`)
      .limit(grouping.limit);
    const keys = dearest.flatMap(row => (row.key ? [row.key] : []));
    const isOneOfDearest = (any: Knex.QueryBuilder) => {
      any.whereRaw(`${key} is null`);
      if (keys.length > 0) {
        const values = keys.map(() => '?').join(', ');
        any.orWhereRaw(`${key} in (${values})`, keys);
      }
    };
    const sumDearest = async (): Promise<SumRow[]> =>
      visible()
        .andWhere(isOneOfDearest)
        .select(knex.raw(`${key} as "key"`), ...this.sums())
        .groupByRaw(`${key}, currency, month`);
    const countEverything = async (): Promise<GroupRow[]> =>
      visible().select('currency', count).groupBy('currency');
    const sumEverything = async (): Promise<SumRow[]> =>
      visible()
        .select(...this.sums())
        .groupBy('currency', 'month');
    const countGroups = async (): Promise<number> => {
      if (dearest.length < grouping.limit) {
        return dearest.length;
      }
      const groups = visible()
        .select('currency')
        .groupByRaw(`${key}, currency`)
        .as('cost_groups');
      const [{ total }] = await knex.from(groups).count({ total: '*' });
      return Number(total);
    };
    const [ofDearest, everything, ofEverything, totalGroups] =
      await Promise.all([
        sumDearest(),
        countEverything(),
        sumEverything(),
        countGroups(),
      ]);
    const thisMonth = filter.months[filter.months.length - 1];
    return {
      groups: joinSums(dearest, ofDearest, thisMonth),
      totalGroups,
      totals: joinSums(everything, ofEverything, thisMonth),
    };
  }

  private sums() {
    return [
      'currency',
      'month',
      this.knex.raw('sum(amount) as "amount"'),
      this.knex.raw('sum(coalesce(forecast, amount)) as "expected"'),
      this.knex.raw('count(forecast) as "forecasts"'),
    ];
  }

  /** What some provisioned products cost in a month and the one before, by `<target>/<id>`. */
  async find(
    provisionedProducts: readonly { target: string; id: string }[],
    month: string,
  ): Promise<Map<string, CostFigures>> {
    const rows: CostRow[] = await this.knex<CostRow>(table)
      .select()
      .whereIn('target', [
        ...new Set(provisionedProducts.map(({ target }) => target)),
      ])
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
