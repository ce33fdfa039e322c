import { Knex } from 'knex';
import { SecretBinding, SecretBox, SecretUnreadableError } from './SecretBox';
import { SecretMask } from './SecretMask';
import { createTraceKey, traceSecret } from './traces';

const BATCH = 500;

/** A row of the table `order_secret_traces`. */
type TraceRow = {
  order_id: string;
  parameter: string;
  length: number;
  fingerprint: string;
};

/** A row of the table `order_secrets`. */
type SecretRow = TraceRow & { key_id: string; sealed: string | null };

/** A row of the table `order_trace_keys`. */
type TraceKeyRow = { order_id: string; key_id: string; sealed: string };

const traceColumns = [
  'order_id',
  'parameter',
  'length',
  'fingerprint',
] as const;

/** What a trace key belongs to: no parameter has an empty name. */
const TRACE_KEY = '';

/** An order's secrets, encrypted and not yet stored. */
export type SealedSecrets = {
  orderId: string;
  /** By parameter: they go into the order's digest in place of the values. */
  fingerprints: Record<string, string>;
  rows: SecretRow[];
  traceKey?: TraceKeyRow;
};

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
   * Encrypts an order's secrets. Nothing is stored yet.
   *
   * @param secrets - by parameter
   * @throws Error when there are some and no key is configured
   */
  async seal(
    tx: Knex,
    orderId: string,
    secrets: Readonly<Record<string, string>>,
  ): Promise<SealedSecrets> {
    const values = Object.entries(secrets);
    if (values.length === 0) {
      return { orderId, fingerprints: {}, rows: [] };
    }
    const keys = await this.openTraceKeys(tx, [{ order_id: orderId }]);
    // One that cannot be decrypted any more recognises nothing, so it is replaced.
    const known = keys.get(orderId);
    const traceKey = known ?? createTraceKey();
    const wrapped = this.box.seal(traceKey, { orderId, parameter: TRACE_KEY });
    const rows = values.map(([parameter, value]): SecretRow => {
      const trace = traceSecret(traceKey, parameter, value);
      const { keyId, sealed } = this.box.seal(value, { orderId, parameter });
      return {
        order_id: orderId,
        parameter,
        key_id: keyId,
        sealed,
        length: trace.length,
        fingerprint: trace.fingerprint,
      };
    });
    return {
      orderId,
      rows,
      fingerprints: Object.fromEntries(
        rows.map(({ parameter, fingerprint }) => [parameter, fingerprint]),
      ),
      traceKey: {
        order_id: orderId,
        key_id: wrapped.keyId,
        sealed: wrapped.sealed,
      },
    };
  }

  /**
   * Stores an order's secrets in place of those it had.
   *
   * @param options.keepTraces - whether AWS may have got those, so that they still have to be recognised
   */
  async replace(
    tx: Knex,
    { orderId, rows, traceKey }: SealedSecrets,
    options?: { keepTraces: boolean },
  ): Promise<void> {
    const before = options?.keepTraces ? await this.rows(tx, orderId) : [];
    if (before.length > 0) {
      await tx<TraceRow>('order_secret_traces')
        .insert(before.map(({ sealed: _, key_id: __, ...trace }) => trace))
        .onConflict(['order_id', 'parameter', 'fingerprint'])
        .ignore();
    }
    await tx<SecretRow>('order_secrets').where({ order_id: orderId }).delete();
    if (traceKey) {
      await tx<TraceKeyRow>('order_trace_keys')
        .insert(traceKey)
        .onConflict('order_id')
        .merge();
      await tx<SecretRow>('order_secrets').insert(rows);
    }
  }

  /**
   * The encryption keys that something stored needs, and that are not configured.
   *
   * @returns how many orders need each, by key id
   */
  async findMissingKeys(tx: Knex): Promise<Map<string, number>> {
    const needed: { key_id: string; orders: number | string }[] = await tx
      .select('key_id')
      .countDistinct({ orders: 'order_id' })
      .from(
        tx('order_secrets')
          .select('key_id', 'order_id')
          .whereNotNull('sealed')
          .unionAll([tx('order_trace_keys').select('key_id', 'order_id')])
          .as('needed'),
      )
      .whereNotIn('key_id', this.box.keyIds)
      .groupBy('key_id')
      .orderBy('key_id');
    return new Map(needed.map(row => [row.key_id, Number(row.orders)]));
  }

  /**
   * Encrypts with the first key whatever another configured key has encrypted. It may be interrupted, and run again.
   *
   * @returns how many values were encrypted anew
   * @throws Error when no key is configured
   */
  async reencrypt(knex: Knex): Promise<number> {
    const secrets = await this.reencryptTable(knex, 'order_secrets', row => ({
      orderId: row.order_id,
      parameter: row.parameter ?? TRACE_KEY,
    }));
    const traceKeys = await this.reencryptTable(
      knex,
      'order_trace_keys',
      row => ({ orderId: row.order_id, parameter: TRACE_KEY }),
    );
    return secrets + traceKeys;
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
          throw new SecretUnreadableError(
            'they were wiped, because it took too long',
          );
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
    const traces = await listTraces(tx, [
      orderId,
      ...orders.map(order => order.id),
    ]);
    return createMask(await this.openTraceKeys(tx, traces), traces);
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
    const keys = await this.openTraceKeys(tx, traces);
    return new Map(
      things
        .map(({ id }) => [id, tracesOf(id)] as const)
        .filter(([, found]) => found.length > 0)
        .map(([id, found]) => [id, createMask(keys, found)]),
    );
  }

  /** Forgets the values of an order's secrets. */
  async wipe(tx: Knex, orderId: string): Promise<void> {
    await tx<SecretRow>('order_secrets')
      .where({ order_id: orderId })
      .whereNotNull('sealed')
      .update({ sealed: null });
  }

  private async reencryptTable(
    knex: Knex,
    table: 'order_secrets' | 'order_trace_keys',
    bindingOf: (row: TraceKeyRow & { parameter?: string }) => SecretBinding,
  ): Promise<number> {
    const { currentKeyId = '', keyIds } = this.box;
    const others = keyIds.filter(id => id !== currentKeyId);
    let count = 0;
    for (;;) {
      const rows: (TraceKeyRow & { parameter?: string })[] = await knex(table)
        .whereIn('key_id', others)
        .whereNotNull('sealed')
        .orderBy('order_id')
        .limit(BATCH);
      if (rows.length === 0) {
        return count;
      }
      for (const row of rows) {
        const { order_id, parameter, key_id: keyId, sealed } = row;
        const binding = bindingOf(row);
        const anew = this.box.seal(
          this.box.open({ keyId, sealed }, binding),
          binding,
        );
        // One that was wiped or replaced meanwhile stays as it is.
        await knex(table)
          .where({
            order_id,
            sealed,
            ...(parameter === undefined ? {} : { parameter }),
          })
          .update({ key_id: anew.keyId, sealed: anew.sealed });
        count++;
      }
    }
  }

  /** The trace keys of orders, by order id; without those that cannot be decrypted. */
  private async openTraceKeys(
    tx: Knex,
    traces: readonly Pick<TraceRow, 'order_id'>[],
  ): Promise<Map<string, string>> {
    const orderIds = traces.map(trace => trace.order_id);
    const rows = await tx<TraceKeyRow>('order_trace_keys').whereIn('order_id', [
      ...new Set(orderIds),
    ]);
    return new Map(
      rows.flatMap(({ order_id: orderId, key_id: keyId, sealed }) => {
        try {
          const binding = { orderId, parameter: TRACE_KEY };
          return [[orderId, this.box.open({ keyId, sealed }, binding)]];
        } catch (error) {
          if (error instanceof SecretUnreadableError) {
            return [];
          }
          throw error;
        }
      }),
    );
  }

  private async rows(tx: Knex, orderId: string): Promise<SecretRow[]> {
    return tx<SecretRow>('order_secrets')
      .where({ order_id: orderId })
      .orderBy('parameter');
  }
}

function createMask(
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
