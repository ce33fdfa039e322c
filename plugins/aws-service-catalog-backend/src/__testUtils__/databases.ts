import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { migrationsDirectory } from '../database/migrate';

/**
 * SQLite and PostgreSQL, for tests that have to hold on both. A test file that calls it fails when PostgreSQL is missing,
 * instead of leaving it out without a word.
 */
export function createTestDatabases() {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
  it('runs on PostgreSQL too', () => {
    expect(databases.supports('POSTGRES_18')).toBe(true);
  });
  return {
    eachId: databases.eachSupportedId(),
    /** An empty database with the plugin's tables. */
    async init(id: Parameters<typeof databases.init>[0]): Promise<Knex> {
      const knex = await databases.init(id);
      await knex.migrate.latest({ directory: migrationsDirectory });
      return knex;
    },
  };
}
