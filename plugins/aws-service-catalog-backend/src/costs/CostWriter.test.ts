import { createTestDatabases } from '../__testUtils__/databases';
import { migrationsDirectory } from '../database/migrate';
import { CostWriter } from './CostWriter';
import { addMonths } from './months';

jest.setTimeout(120_000);

const COUNT = 1_000;
const now = new Date('2026-11-11T00:00:00Z');
const config = {
  targets: [
    {
      name: 'sandbox',
      accountId: '111111111111',
      region: 'eu-central-1',
      owners: [],
      trustOwnerTags: false,
    },
  ],
};
const arn = (index: number) =>
  `arn:aws:servicecatalog:eu-central-1:111111111111:stack/thing-${index}/pp-${index}`;

/** What a thousand things cost in all thirteen months. */
function costs(changed: Record<string, number> = {}) {
  return new Map(
    Array.from({ length: COUNT }, (_, index) => [
      arn(index),
      new Map([
        [
          'USD',
          new Map(
            Array.from({ length: 13 }, (__, month) => [
              addMonths('2026-11', -month),
              changed[`${index}/${month}`] ?? index + month / 100,
            ]),
          ),
        ],
      ]),
    ]),
  );
}

const databases = createTestDatabases();

describe.each(databases.eachId)('CostWriter, %s', databaseId => {
  it('writes what is different, and nothing else', async () => {
    const knex = await databases.init(databaseId);
    const writer = new CostWriter({ knex, config });
    const write = (
      read: ReturnType<typeof costs>,
      when = now,
      payer = '999999999999',
    ) => writer.write(payer, read, when);
    const sum = async () => {
      const [row] = await knex('costs').count({ rows: '*' }).sum({
        amount: 'amount',
      });
      return [Number(row.rows), Math.round(Number(row.amount) * 100) / 100];
    };

    expect(await write(costs())).toBe(13 * COUNT);
    const [rows, amount] = await sum();
    expect(rows).toBe(13 * COUNT);
    expect(await write(costs())).toBe(0);
    expect(await write(costs({ '7/0': 17, '8/12': 0 }))).toBe(2);
    expect(await sum()).toEqual([
      rows,
      Math.round((amount + 10 - 8.12) * 100) / 100,
    ]);

    // Something that AWS has taken back: of months whose bills are final it stays.
    const fewer = costs({ '7/0': 17, '8/12': 0 });
    fewer.delete(arn(3));
    await write(fewer);
    expect(
      await knex('costs').where({ provisioned_product_id: 'pp-3' }),
    ).toHaveLength(11);

    // Another payer account has costs of its own.
    const other = new Map([
      [arn(3), new Map([['EUR', new Map([['2026-11', 1]])]])],
    ]);
    expect(await write(other, now, '888888888888')).toBe(1);

    // A month later the oldest one is forgotten.
    await write(other, new Date('2026-12-01T01:00:00Z'), '888888888888');
    expect(await knex('costs').min({ month: 'month' }).first()).toEqual({
      month: '2025-12',
    });

    await knex('cost_payers').insert({
      account_id: '999999999999',
      failures: 0,
      next_read_at: now.toISOString(),
    });
    await knex('doctor_reports').insert({
      id: 'latest',
      started_at: now.toISOString(),
      products: 0,
      findings: '[]',
    });
    await knex.migrate.rollback({ directory: migrationsDirectory }, true);
    expect(await knex.schema.hasTable('costs')).toBe(false);
    await knex.migrate.latest({ directory: migrationsDirectory });
    expect(await knex('costs').select()).toEqual([]);
  });
});
