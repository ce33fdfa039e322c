import { Knex } from 'knex';
import { AwsOutput, AwsRecord } from '../aws';
import { OutputRow, ProvisionedProductRow, RecordRow } from '../database/rows';
import { Mask } from './OrderLinks';

type Address = { target: string; id: string };

/**
 * Replaces the outputs of a provisioned product. One that is, or holds, a secret is noted without its value, and an output that
 * was secret once stays so: the secret that it equals may not be known any more by the next time.
 *
 * @param options.readAt - ISO 8601
 */
export async function writeOutputs(
  tx: Knex,
  { target, id }: Address,
  outputs: readonly AwsOutput[],
  { readAt, mask }: { readAt: string; mask: Mask },
): Promise<void> {
  const where = { target, provisioned_product_id: id };
  const before = await tx<OutputRow>('outputs').select().where(where);
  const wasSecret = new Set(
    before.filter(row => Boolean(row.secret)).map(row => row.key),
  );
  const rows = await Promise.all(
    outputs.map(
      async ({ key, value, description }, position): Promise<OutputRow> => {
        const secret = wasSecret.has(key) || (await mask.reveals(value));
        return {
          ...where,
          key,
          position,
          value: secret ? null : value,
          description: description ? await mask.mask(description) : null,
          secret,
        };
      },
    ),
  );
  await tx('outputs').where(where).delete();
  if (rows.length > 0) {
    await tx('outputs').insert(rows);
  }
  await tx<ProvisionedProductRow>('provisioned_products')
    .where({ target, id })
    .update({ outputs_read_at: readAt });
}

/** Adds records of a provisioned product, or brings them up to date; what they say of errors is kept without secrets. */
export async function writeRecords(
  tx: Knex,
  { target, id }: Address,
  records: readonly AwsRecord[],
  mask: Mask,
): Promise<void> {
  const rows = await Promise.all(
    records.map(
      async (record): Promise<RecordRow> => ({
        target,
        id: record.id,
        provisioned_product_id: id,
        type: record.type,
        status: record.status,
        created_at: (record.createdAt ?? new Date(0)).toISOString(),
        updated_at: record.updatedAt?.toISOString() ?? null,
        errors: JSON.stringify(
          await Promise.all(
            record.errors.map(async ({ code, message }) => ({
              code,
              message: await mask.mask(message),
            })),
          ),
        ),
      }),
    ),
  );
  if (rows.length > 0) {
    await tx('records').insert(rows).onConflict(['target', 'id']).merge();
  }
}
