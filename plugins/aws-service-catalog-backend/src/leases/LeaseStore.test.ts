import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { migrationsDirectory } from '../database/migrate';
import { leaseConfigSchema } from '../policy/leaseConfig';
import { LeaseBook } from './LeaseBook';
import { LeaseStore } from './LeaseStore';
import { StoredLease } from './StoredLease';
import { leaseOutbox } from './writeLeases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('LeaseStore, %s', databaseId => {
  const now = new Date('2026-11-01T00:00:00Z');
  const store = new LeaseStore();
  let knex: Knex;

  const untold = (): Promise<number[]> =>
    knex(leaseOutbox.table)
      .where({ channel: 'notification' })
      .orderBy('sequence')
      .pluck('sequence');

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await knex.migrate.latest({ directory: migrationsDirectory });
  });

  it('takes back what nobody was told of only together with what replaces it', async () => {
    const leases = leaseConfigSchema.parse([
      { name: 'All', lifetime: { days: 30 }, onExpiry: 'flag' },
    ]);
    const clock = { now: () => now };
    const book = new LeaseBook({ config: { leases }, knex, clock, store });
    const created = book.create({ target: 'sandbox', id: 'pp-1' }, leases[0]);
    await store.insert(knex, created, { type: 'began', message: 'Began.' });
    const [begun] = await store.listOf(knex, 'sandbox', ['pp-1']);
    const note = { type: 'warning', message: 'Warned.' } as const;

    const warned = await store.saveAnew(knex, begun, now, note);
    expect(warned).toMatchObject({ revision: 2, lastSequence: 2 });
    expect(await untold()).toEqual([2]);

    // Who knows only of its beginning has lost against the warning, and must not take that back.
    expect(await store.saveAnew(knex, begun, now, note)).toBeUndefined();
    expect(await untold()).toEqual([2]);

    await store.saveAnew(knex, warned as StoredLease, now, {
      type: 'held',
      message: 'Held.',
    });
    expect(await untold()).toEqual([3]);
  });
});
