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
import {
  addUp,
  CostCounts,
  GroupCosts,
  SumRow,
  toGroupCosts,
} from './groupCosts';
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

/** The columns that costs are grouped by, and the SQL of what to call a group. */
const groupings: Record<
  CostGrouping,
  { columns: readonly string[]; name?: string }
> = {
  product: { columns: ['product_id'], name: 'max(product_name)' },
  owner: { columns: ['owner_ref'] },
  entity: { columns: ['entity_ref'] },
  target: { columns: ['target'] },
  provisionedProduct: {
    columns: ['target', 'provisioned_product_id'],
    name: 'max(name)',
  },
};

/** The SQL of a group's key. */
const keyOf = (columns: readonly string[]) => columns.join(` || '/' || `);

type Visible = () => Knex.QueryBuilder;

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
    const { columns, name } = groupings[grouping.by];
    const { months } = filter;
    const visible = () =>
      knex(table).modify(query => {
        whereWithinFloor(query, caller, floorColumns);
        wherePolicyAllows(query, policy, policyColumns);
        whereMatches(query, filter);
      });
    const recent = months.slice(-2).map(historyColumn);
    const rows: SumRow[] = await visible()
      .select(
        knex.raw(`${keyOf(columns)} as "key"`),
        knex.raw(`${name ?? 'null'} as "name"`),
        ...this.sums(months),
      )
      .groupBy([...columns, 'currency'])
      .orderByRaw(`sum(${recent.join(' + ')}) desc, ${columns}, currency`)
      .limit(grouping.limit);
    const isAll = rows.length < grouping.limit;
    const sumEverything = async (): Promise<SumRow[]> =>
      visible()
        .select(...this.sums(months))
        .groupBy('currency');
    const [counts, everything, countsOfAll, totalGroups] = await Promise.all([
      this.countEach(visible, columns, isAll ? undefined : rows),
      isAll ? addUp(rows) : sumEverything(),
      this.countEach(visible, []),
      isAll ? rows.length : this.countGroups(visible, columns),
    ]);
    return {
      groups: rows.map(row => toGroupCosts(row, counts, months)),
      totalGroups,
      totals: everything.map(row => toGroupCosts(row, countsOfAll, months)),
    };
  }

  /**
   * How many provisioned products each group has. They are made distinct first: counting distinct ones would sort the groups.
   *
   * @param columns - none: of everything
   * @param groups - which of them; default: all
   */
  private async countEach(
    visible: Visible,
    columns: readonly string[],
    groups?: readonly SumRow[],
  ): Promise<CostCounts> {
    const { knex } = this;
    // Ids do not repeat across accounts.
    if (columns.includes('provisioned_product_id')) {
      return new CostCounts([], 1);
    }
    const distinct = visible()
      .distinct([...columns, 'currency', 'provisioned_product_id'])
      .modify(query => {
        if (groups) {
          const keys = groups.flatMap(({ key }) => key ?? []);
          query.where(any => {
            any.whereIn(columns[0], keys).orWhereNull(columns[0]);
          });
        }
      })
      .as('distinct_costs');
    return new CostCounts(
      await knex
        .from(distinct)
        .select(
          knex.raw(`${keyOf(columns) || 'null'} as "key"`),
          'currency',
          knex.raw('count(*) as "count"'),
        )
        .groupBy([...columns, 'currency']),
    );
  }

  private async countGroups(
    visible: Visible,
    columns: readonly string[],
  ): Promise<number> {
    const groups = visible()
      .distinct([...columns, 'currency'])
      .as('cost_groups');
    const [{ total }] = await this.knex.from(groups).count({ total: '*' });
    return Number(total);
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
