import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import knexFactory, { Knex } from 'knex';

/** The databases that portals run on. */
export const databaseNames = ['SQLite', 'PostgreSQL'] as const;

/** One of {@link databaseNames}. */
export type DatabaseName = (typeof databaseNames)[number];

/** An empty database, and what removes it. */
export interface TestDatabase {
  knex: Knex;
  close(): Promise<void>;
}

const STARTER = path.resolve(
  resolvePackagePath('benchmarks'),
  '../../scripts/lib/postgres.mjs',
);

/** Opens a database of its own: SQLite in memory, or a PostgreSQL 18 that runs until it is closed. */
export async function openDatabase(name: DatabaseName): Promise<TestDatabase> {
  if (name === 'SQLite') {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    return { knex, close: () => knex.destroy() };
  }
  const { startPostgres } = await import(pathToFileURL(STARTER).href);
  const server = await startPostgres();
  const knex = knexFactory({
    client: 'pg',
    connection: server.connectionString,
    pool: { min: 0, max: 10 },
  });
  return {
    knex,
    async close() {
      await knex.destroy();
      await server.stop();
    },
  };
}
