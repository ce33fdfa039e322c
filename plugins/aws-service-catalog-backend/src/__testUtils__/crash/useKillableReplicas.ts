import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { startEmulator } from '../emulator';
import { lastingDatabaseIds } from '../lastingDatabase';
import { createProcessWorld, ProcessWorld } from '../processWorld';
import { ReplicaKeeper } from '../ReplicaKeeper';

/** Seconds that pass in one: a launch takes 20, a claim outlives its holder by 15. */
export const SPEED = 40;

/**
 * A database, an emulator, and replicas of the plugin in processes of their own, for all tests of a `describe`: two of them, or one
 * on SQLite, a file of which has one user.
 *
 * @param options.products - what can be ordered
 * @param options.plugin - configuration of the plugin beside what all portals of tests have
 * @param options.eagerTasks - see `PortalProcessOptions`
 */
export function useKillableReplicas(options: {
  databases: TestDatabases;
  databaseId: (typeof lastingDatabaseIds)[number];
  products: Parameters<typeof startEmulator>[0];
  plugin: JsonObject;
  eagerTasks?: readonly string[];
}) {
  const { databaseId, eagerTasks } = options;
  let world: ProcessWorld;
  let replicas: ReplicaKeeper;

  beforeAll(async () => {
    world = await createProcessWorld({ ...options, speed: SPEED });
    replicas = new ReplicaKeeper(world.bundle, {
      ...world.options,
      eagerTasks,
    });
    await replicas.start(databaseId === 'SQLITE_3' ? 1 : 2);
  });

  afterAll(async () => {
    await replicas?.stop();
    await world?.close();
  });

  return {
    get knex() {
      return world.knex;
    },
    get emulator() {
      return world.emulator;
    },
    /** What every replica is configured with. */
    get config() {
      return world.options.config;
    },
    get replicas() {
      return replicas;
    },
  };
}
