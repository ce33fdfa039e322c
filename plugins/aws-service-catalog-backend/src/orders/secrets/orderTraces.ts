import { Knex } from 'knex';
import { inBatches } from '../../database/inBatches';
import { SecretMask } from './SecretMask';
import { TraceRow } from './secretRows';

const traceColumns = [
  'order_id',
  'parameter',
  'length',
  'fingerprint',
] as const;

/** A provisioned product, as far as it tells of its orders. */
export type OrderedThing = {
  id: string;
  /** The order that it says it was launched by. */
  orderId?: string;
};

/** What finds the secrets that traces are of. */
export function createMask(
  traceKeys: ReadonlyMap<string, string>,
  rows: readonly TraceRow[],
): SecretMask {
  return new SecretMask(
    rows.map(row => ({
      traceKey: traceKeys.get(row.order_id),
      parameter: row.parameter,
      length: row.length,
      fingerprint: row.fingerprint,
    })),
  );
}

/** The orders of provisioned products: those that are about them, those that caused their records, and those they name. */
export async function findOrders(
  tx: Knex,
  target: string,
  things: readonly OrderedThing[],
): Promise<{ id: string; of: string }[]> {
  const ids = things.map(({ id }) => id);
  const known: { id: string; of: string }[] = await tx('orders')
    .select('id', 'provisioned_product_id as of')
    .where({ target })
    .whereIn('provisioned_product_id', ids)
    .union([
      tx('order_records')
        .select('order_id as id', 'provisioned_product_id as of')
        .where({ target })
        .whereIn('provisioned_product_id', ids),
    ]);
  // An order whose answer was lost does not know yet what it has launched.
  const named = things.flatMap(({ id, orderId }) =>
    orderId === undefined ? [] : { id: orderId, of: id },
  );
  return [...known, ...named];
}

/** The traces of all secrets that orders have, or had in an attempt that AWS may have got; longest first. */
export async function listTraces(
  tx: Knex,
  orderIds: readonly string[],
): Promise<TraceRow[]> {
  const rows: TraceRow[] = [];
  for (const ids of inBatches([...new Set(orderIds)])) {
    const found: TraceRow[] = await tx('order_secrets')
      .select(...traceColumns)
      .whereIn('order_id', ids)
      .union([
        tx('order_secret_traces')
          .select(...traceColumns)
          .whereIn('order_id', ids),
      ]);
    rows.push(...found);
  }
  // One that holds another is to be found as a whole.
  return rows.sort((a, b) => b.length - a.length);
}
