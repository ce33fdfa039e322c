import { Knex } from 'knex';
import {
  finalOrderStates,
  ListOrdersQuery,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller, whereWithinFloor } from '../authorize';
import {
  FieldColumns,
  PolicyConditions,
  wherePolicyAllows,
} from '../database/conditions';
import { decodeCursor, encodeCursor } from '../database/cursor';
import { fromOrderRow, OrderRow } from './orderRows';
import { StoredOrder } from './StoredOrder';

/** The fields that permission conditions on orders use. */
export type OrderField =
  | 'target'
  | 'productId'
  | 'productName'
  | 'requester'
  | 'owner'
  | 'approver';

/** What a list is narrowed to. */
export type OrderFilter = Omit<ListOrdersQuery, 'limit'> & {
  limit: number;
  /** What the permission policy allows the caller to decide; only `scope: approvals` looks at it. */
  decidable?: PolicyConditions<OrderField>;
};

function whereApprover(
  query: Knex.QueryBuilder,
  refs: readonly string[],
): void {
  query.whereExists(approvers =>
    approvers
      .select('order_approvers.approver')
      .from('order_approvers')
      .whereRaw('order_approvers.order_id = orders.id')
      .whereIn('order_approvers.approver', [...refs]),
  );
}

const policyColumns: FieldColumns<OrderField> = {
  target: 'orders.target',
  productId: 'orders.product_id',
  productName: 'orders.product_name',
  requester: 'orders.requester',
  owner: 'orders.owner',
  approver: whereApprover,
};

const floorColumns = {
  target: 'orders.target',
  owner: 'orders.owner',
  requester: 'orders.requester',
  approver: whereApprover,
  outlivesTargets: true,
};

function whereInScope(
  query: Knex.QueryBuilder,
  caller: Caller,
  { scope, decidable }: Pick<OrderFilter, 'scope' | 'decidable'>,
): void {
  const requester = caller.userEntityRef ?? '';
  if (scope === 'mine') {
    query.where('orders.requester', requester);
  } else if (scope === 'teams') {
    query.andWhere(any =>
      any
        .where('orders.requester', requester)
        .orWhereIn('orders.owner', [...caller.ownershipEntityRefs]),
    );
  } else if (scope === 'approvals') {
    query.where('orders.state', 'awaiting-approval');
    query.whereNot('orders.requester', requester);
    whereApprover(query, caller.ownershipEntityRefs);
    if (decidable) {
      wherePolicyAllows(query, decidable, policyColumns);
    }
    query.whereNotExists(decided =>
      decided
        .select('order_decisions.decider')
        .from('order_decisions')
        .whereRaw('order_decisions.order_id = orders.id')
        .whereRaw('order_decisions.digest = orders.digest')
        .where('order_decisions.decider', requester),
    );
  }
}

function whereMatches(query: Knex.QueryBuilder, filter: OrderFilter): void {
  const equals = {
    state: filter.state,
    kind: filter.kind,
    target: filter.target,
    product_id: filter.productId,
    provisioned_product_id: filter.provisionedProductId,
    entity_ref: filter.entityRef,
    owner: filter.owner,
    request_token: filter.requestToken,
  };
  for (const [column, value] of Object.entries(equals)) {
    if (value !== undefined) {
      query.where(`orders.${column}`, value);
    }
  }
  if (filter.alarm === true) {
    query.whereNotNull('orders.alarm');
  } else if (filter.alarm === false) {
    query.whereNull('orders.alarm');
  }
  if (filter.open === true) {
    query.whereNotIn('orders.state', [...finalOrderStates]);
  } else if (filter.open === false) {
    query.whereIn('orders.state', [...finalOrderStates]);
  }
}

/** Reads the orders that callers may see: floor, permission policy and filter are one WHERE. */
export class OrderQueries {
  constructor(private readonly knex: Knex) {}

  /** One page, newest first; of what waits for the caller's decision, oldest first. */
  async list(
    caller: Caller,
    policy: PolicyConditions<OrderField>,
    filter: OrderFilter,
  ): Promise<{ items: StoredOrder[]; total: number; nextCursor?: string }> {
    const matching = this.visible(caller, policy).modify(query => {
      whereInScope(query, caller, filter);
      whereMatches(query, filter);
    });
    // What waits for a decision is taken up in the order in which it came.
    const direction = filter.scope === 'approvals' ? 'asc' : 'desc';
    const [{ total }] = await matching.clone().count({ total: '*' });
    const rows: OrderRow[] = await matching
      .clone()
      .select('orders.*')
      .modify(query => {
        if (filter.cursor !== undefined) {
          query.whereRaw(
            `(orders.created_at, orders.id) ${
              direction === 'asc' ? '>' : '<'
            } (?, ?)`,
            decodeCursor(filter.cursor, 2),
          );
        }
      })
      .orderBy([
        { column: 'orders.created_at', order: direction },
        { column: 'orders.id', order: direction },
      ])
      .limit(filter.limit + 1);
    const page = rows.slice(0, filter.limit);
    const last = page[page.length - 1];
    return {
      items: page.map(fromOrderRow),
      total: Number(total),
      nextCursor:
        rows.length > page.length
          ? encodeCursor([last.created_at, last.id])
          : undefined,
    };
  }

  /** One order; undefined when there is none, or the caller may not see it. */
  async find(
    caller: Caller,
    policy: PolicyConditions<OrderField>,
    id: string,
  ): Promise<StoredOrder | undefined> {
    const row: OrderRow | undefined = await this.visible(caller, policy)
      .where('orders.id', id)
      .select('orders.*')
      .first();
    return row && fromOrderRow(row);
  }

  private visible(caller: Caller, policy: PolicyConditions<OrderField>) {
    return this.knex<OrderRow>('orders').modify(query => {
      whereWithinFloor(query, caller, floorColumns);
      wherePolicyAllows(query, policy, policyColumns);
    });
  }
}
