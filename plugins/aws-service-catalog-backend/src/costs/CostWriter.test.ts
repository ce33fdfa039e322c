import { createTestDatabases } from '../__testUtils__/databases';
import { migrationsDirectory } from '../database/migrate';
import { HISTORIES, historyColumn } from './costHistories';
import { CostRow } from './costRows';
import { CostWriter } from './CostWriter';
import { addMonths, lastMonths, MONTHS_KEPT } from './months';

jest.setTimeout(120_000);

const COUNT = 1_000;
const MIGRATION = '20261112000000_cost_histories.js';
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

    /** Checks that the histories say the same as the costs, which sums do not read. */
    const expectSameHistories = async (month: string) => {
      const key = (row: CostRow) =>
        `${row.provisioned_product_id} ${row.currency}`;
      const expected = new Map<string, number[]>();
      const months = lastMonths(new Date(`${month}-15`), MONTHS_KEPT);
      for (const row of await knex<CostRow>('costs')) {
        const amounts = expected.get(key(row)) ?? months.map(() => 0);
        amounts[months.indexOf(row.month)] += row.amount;
        expected.set(key(row), amounts);
      }
      const histories = new Map<string, number[]>();
      for (const row of await knex(HISTORIES)) {
        const amounts = Object.keys(row).filter(name => /^m\d\d$/.test(name));
        const ofMonths = months.map(each => row[historyColumn(each)]);
        const total = (some: number[]) => some.reduce((a, b) => a + b, 0);
        // Nothing is left in the columns of other months.
        expect(total(amounts.map(name => row[name]))).toBeCloseTo(
          total(ofMonths),
        );
        histories.set(key(row), ofMonths);
      }
      expect(histories).toEqual(expected);
    };

    expect(await write(costs())).toBe(13 * COUNT);
    const [rows, amount] = await sum();
    expect(rows).toBe(13 * COUNT);
    await expectSameHistories('2026-11');
    expect(await write(costs())).toBe(0);
    expect(await write(costs({ '7/0': 17, '8/12': 0 }))).toBe(2);
    await expectSameHistories('2026-11');
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

    await expectSameHistories('2026-11');

    // Another payer account has costs of its own.
    const other = new Map([
      [arn(3), new Map([['EUR', new Map([['2026-11', 1]])]])],
    ]);
    expect(await write(other, now, '888888888888')).toBe(1);

    await expectSameHistories('2026-11');

    // What was written before there were histories has them, too.
    const readHistories = () =>
      knex(HISTORIES).orderBy(['provisioned_product_id', 'currency']);
    const histories = await readHistories();
    expect(histories).toHaveLength(COUNT + 1);
    await knex.migrate.down({
      directory: migrationsDirectory,
      name: MIGRATION,
    });
    expect(await knex.schema.hasTable(HISTORIES)).toBe(false);
    await knex.migrate.up({ directory: migrationsDirectory, name: MIGRATION });
    expect(await readHistories()).toEqual(histories);

    // A month later the oldest one is forgotten.
    await write(other, new Date('2026-12-01T01:00:00Z'), '888888888888');
    expect(await knex('costs').min({ month: 'month' }).first()).toEqual({
      month: '2025-12',
    });
    await expectSameHistories('2026-12');

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
