import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import knexFactory, { Knex } from 'knex';

/** The databases that outlive a process. */
export const lastingDatabaseIds = ['SQLITE_3', 'POSTGRES_18'] as const;

const PLUGIN = 'aws-service-catalog';

/**
 * An empty database that outlives the processes that use it.
 *
 * @param options.folder - where SQLite keeps its file
 * @returns a connection of the test's own, and the value of `backend.database` with which a process uses it for the plugin
 */
export async function createLastingDatabase(options: {
  databases: TestDatabases;
  id: (typeof lastingDatabaseIds)[number];
  folder: string;
}): Promise<{ knex: Knex; config: JsonObject }> {
  const { databases, id, folder } = options;
  if (id === 'SQLITE_3') {
    const client = 'better-sqlite3';
    const connection = { filename: join(folder, `${PLUGIN}.sqlite`) };
    return {
      knex: knexFactory({ client, connection, useNullAsDefault: true }),
      config: { client, connection: { directory: folder } },
    };
  }
  const knex = await databases.init(id);
  const { connection } = knex.client.config;
  // Knex does not let the password be enumerated.
  const { database, password } = connection;
  return {
    knex,
    config: {
      client: 'pg',
      connection: { ...connection, password },
      plugin: { [PLUGIN]: { connection: { database } } },
    },
  };
}
