import { Knex } from 'knex';
import { SecretBox, SecretUnreadableError } from './SecretBox';
import { SecretMask } from './SecretMask';

/** A row of the table `order_secret_traces`. */
type TraceRow = {
  order_id: string;
  parameter: string;
  key_id: string;
  length: number;
  fingerprint: string;
};

/** A row of the table `order_secrets`. */
type SecretRow = TraceRow & { sealed: string | null };

const traceColumns = [
  'order_id',
  'parameter',
  'key_id',
  'length',
  'fingerprint',
] as const;

/** A provisioned product, as far as it tells of its orders. */
export type OrderedThing = {
  id: string;
  /** The order that it says it was launched by. */
  orderId?: string;
};

/**
 * The secret parameters of orders: encrypted until they are sent, afterwards only recognisable. Every method takes the
 * transaction it is part of.
 */
export class OrderSecretStore {
  constructor(private readonly box: SecretBox) {}

  /** Whether secrets can be stored, that is: whether a key is configured. */
  get canStore(): boolean {
    return this.box.canSeal;
  }

  /**
   * The fingerprint of a secret of an order: it goes into the order's digest in place of the value.
   *
   * @throws Error when no key is configured
   */
  fingerprint(orderId: string, parameter: string, value: string): string {
    return this.box.trace(value, { orderId, parameter }).fingerprint;
  }

  /**
   * Stores an order's secrets in place of those it had.
   *
   * @param options.keepTraces - whether AWS may have got those, so that they still have to be recognised
   * @throws Error when there are some and no key is configured
   */
  async replace(
    tx: Knex,
    orderId: string,
    secrets: Readonly<Record<string, string>>,
    options?: { keepTraces: boolean },
  ): Promise<void> {
    const before = options?.keepTraces ? await this.rows(tx, orderId) : [];
    if (before.length > 0) {
      await tx<TraceRow>('order_secret_traces')
        .insert(before.map(({ sealed: _, ...trace }) => trace))
        .onConflict(['order_id', 'parameter', 'key_id', 'fingerprint'])
        .ignore();
    }
    await tx<SecretRow>('order_secrets').where({ order_id: orderId }).delete();
    for (const [parameter, value] of Object.entries(secrets)) {
      const binding = { orderId, parameter };
      const trace = this.box.trace(value, binding);
      await tx<SecretRow>('order_secrets').insert({
        order_id: orderId,
        parameter,
        key_id: trace.keyId,
        sealed: this.box.seal(value, binding).sealed,
        length: trace.length,
        fingerprint: trace.fingerprint,
      });
    }
  }

  /**
   * Decrypts an order's secrets, by parameter.
   *
   * @throws SecretUnreadableError when they were wiped, or their key is gone
   */
  async open(tx: Knex, orderId: string): Promise<Record<string, string>> {
    const rows = await this.rows(tx, orderId);
    return Object.fromEntries(
      rows.map(({ parameter, key_id: keyId, sealed }) => {
        if (sealed === null) {
          throw new SecretUnreadableError('they were wiped');
        }
        return [
          parameter,
          this.box.open({ keyId, sealed }, { orderId, parameter }),
        ];
      }),
    );
  }

  /** The fingerprints of an order's secrets, by parameter. */
  async listFingerprints(
    tx: Knex,
    orderId: string,
  ): Promise<Record<string, string>> {
    const rows = await this.rows(tx, orderId);
    return Object.fromEntries(
      rows.map(({ parameter, fingerprint }) => [parameter, fingerprint]),
    );
  }

  /**
   * What finds secrets in texts about an order, whether or not they were wiped: its own of all attempts, and those of the other
   * orders of the same provisioned products, because an update keeps the secrets that it does not change.
   */
  async createMask(tx: Knex, orderId: string): Promise<SecretMask> {
    const things: { target: string; id: string }[] = await tx('orders')
      .select('target', 'provisioned_product_id as id')
      .where({ id: orderId })
      .whereNotNull('provisioned_product_id')
      .union([
        tx('order_records')
          .select('target', 'provisioned_product_id as id')
          .where({ order_id: orderId }),
      ]);
    const [first] = things;
    const orders = first ? await findOrders(tx, first.target, things) : [];
    return this.toMask(
      await listTraces(tx, [orderId, ...orders.map(order => order.id)]),
    );
  }

  /**
   * What finds the secrets of all orders of each provisioned product.
   *
   * @returns by provisioned product id; none for those whose orders had no secrets
   */
  async createMasks(
    tx: Knex,
    target: string,
    things: readonly OrderedThing[],
  ): Promise<Map<string, SecretMask>> {
    const orders = await findOrders(tx, target, things);
    const traces = await listTraces(
      tx,
      orders.map(({ id }) => id),
    );
    const tracesOf = (thingId: string) => {
      const ids = orders.filter(({ of }) => of === thingId).map(({ id }) => id);
      return traces.filter(trace => ids.includes(trace.order_id));
    };
    return new Map(
      things
        .map(({ id }) => [id, tracesOf(id)] as const)
        .filter(([, found]) => found.length > 0)
        .map(([id, found]) => [id, this.toMask(found)]),
    );
  }

  /** Forgets the values of an order's secrets. */
  async wipe(tx: Knex, orderId: string): Promise<void> {
    await tx<SecretRow>('order_secrets')
      .where({ order_id: orderId })
      .whereNotNull('sealed')
      .update({ sealed: null });
  }

  private toMask(rows: readonly TraceRow[]): SecretMask {
    return new SecretMask(
      this.box,
      rows.map(row => ({
        orderId: row.order_id,
        parameter: row.parameter,
        keyId: row.key_id,
        length: row.length,
        fingerprint: row.fingerprint,
      })),
    );
  }

  private async rows(tx: Knex, orderId: string): Promise<SecretRow[]> {
    return tx<SecretRow>('order_secrets')
      .where({ order_id: orderId })
      .orderBy('parameter');
  }
}

/** The orders of provisioned products: those that are about them, those that caused their records, and those they name. */
async function findOrders(
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

async function listTraces(
  tx: Knex,
  orderIds: readonly string[],
): Promise<TraceRow[]> {
  const ids = [...new Set(orderIds)];
  const rows: TraceRow[] = await tx('order_secrets')
    .select(...traceColumns)
    .whereIn('order_id', ids)
    .union([
      tx('order_secret_traces')
        .select(...traceColumns)
        .whereIn('order_id', ids),
    ]);
  // One that holds another is to be found as a whole.
  return rows.sort((a, b) => b.length - a.length);
}
