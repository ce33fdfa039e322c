import { Knex } from 'knex';
import {
  Plan,
  PlannedChange,
} from 'backstage-plugin-aws-service-catalog-common';
import { StoredTraces } from './planSecrets';

/** A row of the table `plans`. */
export type PlanRow = {
  id: string;
  target: string;
  provisioned_product_id: string;
  provisioned_product_name: string;
  version_id: string;
  version_name: string;
  creator: string | null;
  order_id: string | null;
  digest: string;
  plan_id: string | null;
  state: string;
  changes: string;
  message: string | null;
  secret_traces: string | null;
  created_at: string;
  looked_at: string | null;
  expires_at: string;
  deleted_at: string | null;
};

/** A plan as the database has it: nothing of it tells a parameter value. */
export type StoredPlan = {
  /** Also its idempotency token in AWS. */
  id: string;
  target: string;
  provisionedProduct: { id: string; name: string };
  version: { id: string; name: string };
  /** Who had it made; absent: it was made for an order. */
  creator?: string;
  orderId?: string;
  /** Of what was asked for. */
  digest: string;
  /** AWS's; absent: AWS may or may not have it. */
  planId?: string;
  state: Plan['state'];
  changes: PlannedChange[];
  message?: string;
  /** By which the secrets that it was made with are recognised. */
  traces?: StoredTraces;
  createdAt: string;
  lookedAt?: string;
  expiresAt: string;
  /** Absent: AWS may still have it. */
  deletedAt?: string;
};

const TABLE = 'plans';

function toRow(plan: StoredPlan): PlanRow {
  return {
    id: plan.id,
    target: plan.target,
    provisioned_product_id: plan.provisionedProduct.id,
    provisioned_product_name: plan.provisionedProduct.name,
    version_id: plan.version.id,
    version_name: plan.version.name,
    creator: plan.creator ?? null,
    order_id: plan.orderId ?? null,
    digest: plan.digest,
    plan_id: plan.planId ?? null,
    state: plan.state,
    changes: JSON.stringify(plan.changes),
    message: plan.message ?? null,
    secret_traces: plan.traces ? JSON.stringify(plan.traces) : null,
    created_at: plan.createdAt,
    looked_at: plan.lookedAt ?? null,
    expires_at: plan.expiresAt,
    deleted_at: plan.deletedAt ?? null,
  };
}

/** Reads a plan from its row. */
export function fromPlanRow(row: PlanRow): StoredPlan {
  return {
    id: row.id,
    target: row.target,
    provisionedProduct: {
      id: row.provisioned_product_id,
      name: row.provisioned_product_name,
    },
    version: { id: row.version_id, name: row.version_name },
    creator: row.creator ?? undefined,
    orderId: row.order_id ?? undefined,
    digest: row.digest,
    planId: row.plan_id ?? undefined,
    state: row.state as Plan['state'],
    changes: JSON.parse(row.changes),
    message: row.message ?? undefined,
    traces: row.secret_traces ? JSON.parse(row.secret_traces) : undefined,
    createdAt: row.created_at,
    lookedAt: row.looked_at ?? undefined,
    expiresAt: row.expires_at,
    deletedAt: row.deleted_at ?? undefined,
  };
}

/** Plans in the database. */
export class PlanStore {
  constructor(private readonly knex: Knex) {}

  /**
   * Notes a plan before AWS is asked for it.
   *
   * @throws a conflict error of the database (see `isDatabaseConflictError`) while AWS may have another one of the same
   * provisioned product
   */
  async insert(plan: StoredPlan): Promise<void> {
    await this.knex<PlanRow>(TABLE).insert(toRow(plan));
  }

  /**
   * Saves what has become of a plan, unless somebody who looked at it at the same moment was further: a result is not taken back,
   * and one that AWS has no more stays so.
   *
   * @returns the plan as it is now
   */
  async save(plan: StoredPlan): Promise<StoredPlan> {
    const { id, ...columns } = toRow(plan);
    const count = await this.knex<PlanRow>(TABLE)
      .where({ id })
      .whereNull('deleted_at')
      .whereIn(
        'state',
        plan.state === 'running' ? ['running'] : ['running', plan.state],
      )
      .update(columns);
    return count > 0 ? plan : (await this.find(id)) ?? plan;
  }

  /** A plan, if there is one. */
  async find(id: string): Promise<StoredPlan | undefined> {
    const row = await this.knex<PlanRow>(TABLE).where({ id }).first();
    return row && fromPlanRow(row);
  }

  /** The plan of a provisioned product that AWS may have. */
  async findOpen(
    target: string,
    provisionedProductId: string,
  ): Promise<StoredPlan | undefined> {
    const row = await this.knex<PlanRow>(TABLE)
      .where({ target, provisioned_product_id: provisionedProductId })
      .whereNull('deleted_at')
      .first();
    return row && fromPlanRow(row);
  }

  /** The newest plan that was made for an order as it is, not before a time. */
  async findForOrder(
    orderId: string,
    digest: string,
    since: string,
  ): Promise<StoredPlan | undefined> {
    const row = await this.knex<PlanRow>(TABLE)
      .where({ order_id: orderId, digest })
      .where('created_at', '>=', since)
      .orderBy('created_at', 'desc')
      .first();
    return row && fromPlanRow(row);
  }

  /**
   * Plans in a target that AWS may have and nobody needs any more: over their time, or of an order that is not waiting to be
   * submitted.
   */
  async listNeedless(
    target: string,
    now: string,
    limit: number,
  ): Promise<StoredPlan[]> {
    const rows: PlanRow[] = await this.knex<PlanRow>(TABLE)
      .where({ target })
      .whereNull('deleted_at')
      .andWhere(any =>
        any
          .where('expires_at', '<=', now)
          .orWhere(ofOrder =>
            ofOrder
              .whereNotNull('order_id')
              .whereNotExists(waiting =>
                waiting
                  .select('orders.id')
                  .from('orders')
                  .whereRaw('orders.id = plans.order_id')
                  .where('orders.state', 'queued'),
              ),
          ),
      )
      .orderBy(['expires_at', 'id'])
      .limit(limit);
    return rows.map(fromPlanRow);
  }

  /** Forgets plans that AWS has not had for long. */
  async forget(deletedBefore: string): Promise<void> {
    await this.knex<PlanRow>(TABLE)
      .where('deleted_at', '<', deletedBefore)
      .delete();
  }
}
