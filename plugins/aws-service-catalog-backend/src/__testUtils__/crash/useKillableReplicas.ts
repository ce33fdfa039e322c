import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { startEmulator, TestEmulator } from '../emulator';
import { createLastingDatabase } from '../lastingDatabase';
import { orderPortalConfig } from '../orderPortal';
import { bundlePortal, PortalBundle } from '../portalBundle';
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
  databaseId: Parameters<typeof createLastingDatabase>[0]['id'];
  products: Parameters<typeof startEmulator>[0];
  plugin: JsonObject;
  eagerTasks?: readonly string[];
}) {
  const { databases, databaseId, products, plugin, eagerTasks } = options;
  let bundle: PortalBundle;
  let folder: string;
  let knex: Knex;
  let emulator: TestEmulator;
  let config: JsonObject;
  let replicas: ReplicaKeeper;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'durable-'));
    bundle = await bundlePortal();
    emulator = await startEmulator(products, { mode: 'real', speed: SPEED });
    const database = await createLastingDatabase({
      databases,
      id: databaseId,
      folder,
    });
    knex = database.knex;
    const common = orderPortalConfig(emulator.url);
    config = {
      ...common,
      backend: {
        baseUrl: 'http://127.0.0.1',
        listen: '127.0.0.1:0',
        database: database.config,
      },
      awsServiceCatalog: {
        ...(common.awsServiceCatalog as JsonObject),
        ...plugin,
        reconcile: { interval: { milliseconds: 100 } },
      },
    };
    replicas = new ReplicaKeeper(bundle, {
      config,
      clock: {
        start: emulator.clock.now(),
        wallStart: Date.now(),
        speed: SPEED,
      },
      eagerTasks,
    });
    await replicas.start(databaseId === 'SQLITE_3' ? 1 : 2);
  });

  afterAll(async () => {
    await replicas?.stop();
    await knex?.destroy();
    await emulator?.close();
    await rm(folder, { recursive: true });
    await bundle?.remove();
  });

  return {
    get knex() {
      return knex;
    },
    get emulator() {
      return emulator;
    },
    /** What every replica is configured with. */
    get config() {
      return config;
    },
    get replicas() {
      return replicas;
    },
  };
}
