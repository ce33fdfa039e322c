import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/** Where the migrations lie, in a checkout as in a published package. */
export const migrationsDirectory = resolvePackagePath(
  'backstage-plugin-aws-service-catalog-backend',
  'migrations',
);

/**
 * Connects to the plugin's database and brings its tables up to date, unless the installation says not to.
 */
export async function connect(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: migrationsDirectory });
  }
  return knex;
}
