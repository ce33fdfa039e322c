/**
 * Gives every test run a PostgreSQL 18, so that `TestDatabases` of Backstage finds `POSTGRES_18`. Without the variable
 * it would leave PostgreSQL out without a word, which is why tests assert `databases.supports('POSTGRES_18')`.
 */
import { PostgresUnavailableError, startPostgres } from '../lib/postgres.mjs';

const VARIABLE = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

export default async function globalSetup() {
  if (process.env[VARIABLE]) {
    return;
  }
  try {
    const server = await startPostgres();
    process.env[VARIABLE] = server.connectionString;
    globalThis.stopTestPostgres = async () => {
      delete process.env[VARIABLE];
      delete globalThis.stopTestPostgres;
      await server.stop();
    };
  } catch (error) {
    if (!(error instanceof PostgresUnavailableError)) {
      throw error;
    }
    process.stderr.write(
      `\nTests that need PostgreSQL will fail. ${error.message}\n`,
    );
  }
}
