import { Knex } from 'knex';
import { lockName } from './lockName';
import { OrderRow } from './orderRows';
import { ClaimLostError } from './OrderWork';
import { StoredOrder } from './StoredOrder';

/** Why an order has to wait for others. */
type TurnReason = 'product' | 'import';

/** Orders of which one at a time goes to AWS. */
type Line = {
  reason: TurnReason;
  /** Told apart from every other line. */
  name: string;
  whereInLine: (query: Knex.QueryBuilder) => void;
};

/** Who goes before an order. */
export type Ahead = {
  reason: TurnReason;
  /** How many, at least 1. */
  count: number;
  /** The id of the one whose turn it is. */
  firstId: string;
};

/** Those that AWS has, or may have, hold the line. One that was set aside, and is not due any more, holds up nobody. */
function whereBefore(
  query: Knex.QueryBuilder,
  { id, createdAt }: StoredOrder,
): void {
  query
    .whereNot({ id })
    // Few orders are: indexes find them, however many have ended.
    .whereIn('state', ['queued', 'submitting', 'running'])
    .whereNotNull('due_at')
    .andWhere(before =>
      before
        .whereNot({ state: 'queued' })
        .orWhere('created_at', '<', createdAt)
        .orWhere(same =>
          same.where('created_at', createdAt).andWhere('id', '<', id),
        ),
    );
}

function selectAhead(knex: Knex, line: Line, order: StoredOrder) {
  return knex<OrderRow>('orders')
    .select('id')
    .modify(query => {
      line.whereInLine(query);
      whereBefore(query, order);
    });
}

/**
 * Whose turn it is where AWS does one thing at a time: it imports one stack at a time in an account and Region, and some products,
 * such as the Account Factory of Control Tower, are declared to be like that. Those that were placed first go first, whoever
 * placed them, and each until it has ended, so that nobody waits for ever.
 */
export class OrderTurns {
  /** @param serialProducts - names or ids of the products of which one order at a time goes to AWS, per target */
  constructor(private readonly serialProducts: readonly string[]) {}

  /** Whether it is the turn of an order that is queued. */
  async isTurnOf(knex: Knex, order: StoredOrder): Promise<boolean> {
    for (const line of this.listLines(order)) {
      if (await selectAhead(knex, line, order).first()) {
        return false;
      }
    }
    return true;
  }

  /** Who goes before an order that is queued, for its page; undefined: it is its turn. */
  async findAhead(knex: Knex, order: StoredOrder): Promise<Ahead | undefined> {
    for (const line of this.listLines(order)) {
      const ahead = await selectAhead(knex, line, order)
        .orderByRaw("case when state = 'queued' then 1 else 0 end")
        .orderBy(['created_at', 'id']);
      if (ahead.length > 0) {
        return {
          reason: line.reason,
          count: ahead.length,
          firstId: ahead[0].id,
        };
      }
    }
    return undefined;
  }

  /**
   * Makes sure, in the transaction that submits an order, that it still is its turn: an older one may have been approved since
   * somebody looked, and another replica may be about to submit that one.
   *
   * @throws ClaimLostError when it is not
   */
  async take(tx: Knex, order: StoredOrder): Promise<void> {
    for (const { name } of this.listLines(order)) {
      await lockName(tx, `turn ${name}`, order.updatedAt);
    }
    if (!(await this.isTurnOf(tx, order))) {
      throw new ClaimLostError(`It is not the turn of order ${order.id}`);
    }
  }

  private listLines({
    kind,
    target,
    accountId,
    region,
    product,
  }: StoredOrder): Line[] {
    const lines: Line[] = [];
    if (kind === 'import') {
      lines.push({
        reason: 'import',
        name: `import ${accountId} ${region}`,
        whereInLine: query =>
          query.where({ kind, account_id: accountId, region }),
      });
    }
    const isSerial = [product.id, product.name].some(word =>
      this.serialProducts.includes(word),
    );
    // AWS is never asked to renew a lease.
    if (isSerial && kind !== 'renew') {
      lines.push({
        reason: 'product',
        name: `product ${target} ${product.id}`,
        whereInLine: query =>
          query
            .where({ target, product_id: product.id })
            .whereNot({ kind: 'renew' }),
      });
    }
    return lines;
  }
}
