import { Knex } from 'knex';
import { ApprovalDecision } from 'backstage-plugin-aws-service-catalog-common';

type DecisionRow = {
  order_id: string;
  digest: string;
  decider: string;
  decision: ApprovalDecision['decision'];
  reason: string | null;
  at: string;
};

/** Decisions about orders. Rows are only ever added. Every method takes the transaction it is part of. */
export class DecisionStore {
  /**
   * Adds a decision.
   *
   * @param digest - of the order that it was made on
   * @throws a conflict error of the database (see `isDatabaseConflictError`) when the same person has decided on it before
   */
  async add(
    tx: Knex,
    order: { id: string; digest: string },
    { by, decision, reason, at }: ApprovalDecision,
  ): Promise<void> {
    await tx<DecisionRow>('order_decisions').insert({
      order_id: order.id,
      digest: order.digest,
      decider: by,
      decision,
      reason: reason ?? null,
      at,
    });
  }

  /** The decisions on each of some orders as they are now, by order id, oldest first. */
  async listFor(
    tx: Knex,
    orders: readonly { id: string; digest: string }[],
  ): Promise<ReadonlyMap<string, ApprovalDecision[]>> {
    const digests = new Map(orders.map(({ id, digest }) => [id, digest]));
    const rows = await tx<DecisionRow>('order_decisions')
      .whereIn('order_id', [...digests.keys()])
      .orderBy(['at', 'decider']);
    const decisions = new Map<string, ApprovalDecision[]>();
    for (const row of rows.filter(
      each => digests.get(each.order_id) === each.digest,
    )) {
      const { decider: by, decision, reason, at } = row;
      const list = decisions.get(row.order_id) ?? [];
      list.push({ by, decision, reason: reason ?? undefined, at });
      decisions.set(row.order_id, list);
    }
    return decisions;
  }
}
