import { Knex } from 'knex';
import { inBatches } from '../../database/inBatches';
import {
  createMask,
  findOrders,
  listTraces,
  OrderedThing,
} from './orderTraces';
import { SecretBox, SecretUnreadableError } from './SecretBox';
import { SecretMask } from './SecretMask';
import { SecretRow, TRACE_KEY, TraceKeyRow, TraceRow } from './secretRows';
import { createTraceKey, traceSecret } from './traces';

/** An order's secrets, encrypted and not yet stored. */
export type SealedSecrets = {
  orderId: string;
  /** By parameter: they go into the order's digest in place of the values. */
  fingerprints: Record<string, string>;
  rows: SecretRow[];
  traceKey?: TraceKeyRow;
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
      const own = orders.filter(({ of }) => of === thingId);
      const ids = new Set(own.map(({ id }) => id));
      return traces.filter(trace => ids.has(trace.order_id));
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

  /** The trace keys of orders, by order id; without those that cannot be decrypted. */
  private async openTraceKeys(
    tx: Knex,
    traces: readonly Pick<TraceRow, 'order_id'>[],
  ): Promise<Map<string, string>> {
    const orderIds = new Set(traces.map(trace => trace.order_id));
    const rows: TraceKeyRow[] = [];
    for (const ids of inBatches([...orderIds])) {
      rows.push(
        ...(await tx<TraceKeyRow>('order_trace_keys').whereIn('order_id', ids)),
      );
    }
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
