import { Knex } from 'knex';
import { SecretBox, SecretUnreadableError } from './SecretBox';
import { SecretMask } from './SecretMask';

type SecretRow = {
  order_id: string;
  parameter: string;
  key_id: string;
  sealed: string | null;
  length: number;
  fingerprint: string;
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
   * @throws Error when there are some and no key is configured
   */
  async replace(
    tx: Knex,
    orderId: string,
    secrets: Readonly<Record<string, string>>,
  ): Promise<void> {
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
   * What finds secrets in texts about an order, whether or not they were wiped: its own, and those of the other orders of the
   * same provisioned product, because an update keeps the secrets that it does not change.
   */
  async createMask(tx: Knex, orderId: string): Promise<SecretMask> {
    const siblings = tx('orders as mine')
      .join('orders as other', join =>
        join
          .on('other.target', 'mine.target')
          .andOn('other.provisioned_product_id', 'mine.provisioned_product_id'),
      )
      .where('mine.id', orderId)
      .select('other.id');
    const rows = await tx<SecretRow>('order_secrets')
      .where({ order_id: orderId })
      .orWhereIn('order_id', siblings)
      .orderBy(['order_id', 'parameter']);
    return this.toMask(rows);
  }

  /**
   * What finds the secrets of all orders of each provisioned product.
   *
   * @returns by provisioned product id; none for those whose orders had no secrets
   */
  async createMasks(
    tx: Knex,
    target: string,
    provisionedProductIds: readonly string[],
  ): Promise<Map<string, SecretMask>> {
    const rows: (SecretRow & { of: string })[] = await tx('order_secrets')
      .join('orders', 'orders.id', 'order_secrets.order_id')
      .where('orders.target', target)
      .whereIn('orders.provisioned_product_id', [...provisionedProductIds])
      .select('order_secrets.*', 'orders.provisioned_product_id as of')
      .orderBy(['order_secrets.order_id', 'order_secrets.parameter']);
    return new Map(
      [...new Set(rows.map(row => row.of))].map(id => [
        id,
        this.toMask(rows.filter(row => row.of === id)),
      ]),
    );
  }

  /** Forgets the values of an order's secrets. */
  async wipe(tx: Knex, orderId: string): Promise<void> {
    await tx<SecretRow>('order_secrets')
      .where({ order_id: orderId })
      .whereNotNull('sealed')
      .update({ sealed: null });
  }

  private toMask(rows: readonly SecretRow[]): SecretMask {
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
