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
import { HISTORIES, historyColumn } from './costHistories';
import { CostRow } from './costRows';
import { GroupCosts, SumRow, toGroupCosts } from './groupCosts';
import { addMonths } from './months';

/** What costs are narrowed to. */
export type CostFilter = EntityFilter & {
  target?: string;
  product?: string;
  /** Of these months. */
  months: readonly string[];
};

const table = HISTORIES;

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

const ADDRESS = `${table}.target || '/' || ${table}.provisioned_product_id`;

/** The SQL of what costs are grouped by, and of what to call a group. */
const groupings: Record<CostGrouping, { key: string; name?: string }> = {
  product: {
    key: `${table}.product_id`,
    name: `max(${table}.product_name)`,
  },
  owner: { key: `${table}.owner_ref` },
  entity: { key: `${table}.entity_ref` },
  target: { key: `${table}.target` },
  provisionedProduct: { key: ADDRESS, name: `max(${table}.name)` },
};

function whereMatches(query: Knex.QueryBuilder, filter: CostFilter): void {
  const { owner, entity, target, product } = filter;
  query.where(`${table}.last_month`, '>=', filter.months[0]);
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
    const { months } = filter;
    const visible = () =>
      knex(table).modify(query => {
        whereWithinFloor(query, caller, floorColumns);
        wherePolicyAllows(query, policy, policyColumns);
        whereMatches(query, filter);
      });
    const recent = months.slice(-2).map(historyColumn);
    const groups: SumRow[] = await visible()
      .select(
        knex.raw(`${key} as "key"`),
        knex.raw(`${name ?? 'null'} as "name"`),
        ...this.sums(months),
      )
      .groupByRaw(`${key}, currency`)
      .orderByRaw(`sum(${recent.join(' + ')}) desc, ${key}, currency`)
      .limit(grouping.limit);
    const countGroups = async (): Promise<number> => {
      if (groups.length < grouping.limit) {
        return groups.length;
      }
      const all = visible()
        .select('currency')
        .groupByRaw(`${key}, currency`)
        .as('cost_groups');
      const [{ total }] = await knex.from(all).count({ total: '*' });
      return Number(total);
    };
    const sumEverything = async (): Promise<SumRow[]> =>
      visible()
        .select(...this.sums(months))
        .groupBy('currency');
    const [totals, totalGroups] = await Promise.all([
      sumEverything(),
      countGroups(),
    ]);
    return {
      groups: groups.map(row => toGroupCosts(row, months)),
      totalGroups,
      totals: totals.map(row => toGroupCosts(row, months)),
    };
  }

  private sums(months: readonly string[]) {
    const { knex } = this;
    const thisMonth = months[months.length - 1];
    const ofThisMonth = (column: 'expected' | 'forecasts') =>
      knex.raw(
        `sum(case when last_month = ? then ${column} else 0 end) as "${column}"`,
        [thisMonth],
      );
    return [
      'currency',
      // Ids do not repeat across accounts.
      knex.raw(`count(distinct ${table}.provisioned_product_id) as "count"`),
      ofThisMonth('expected'),
      ofThisMonth('forecasts'),
      ...months.map(month => {
        const column = historyColumn(month);
        return knex.raw(`sum(${column}) as "${column}"`);
      }),
    ];
  }

  /** What some provisioned products cost in a month and the one before, by `<target>/<id>`. */
  async find(
    provisionedProducts: readonly { target: string; id: string }[],
    month: string,
  ): Promise<Map<string, CostFigures>> {
    const rows: CostRow[] = await this.knex<CostRow>('costs')
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
