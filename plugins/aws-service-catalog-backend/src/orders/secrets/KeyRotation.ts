import { Knex } from 'knex';
import { SecretBinding, SecretBox } from './SecretBox';
import { TRACE_KEY, TraceKeyRow } from './secretRows';

const BATCH = 500;

/** Moves what is stored encrypted from one key to another. */
export class KeyRotation {
  constructor(private readonly box: SecretBox) {}

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
}
