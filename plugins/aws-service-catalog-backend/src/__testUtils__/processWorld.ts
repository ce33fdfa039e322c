import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { startEmulator, TestEmulator } from './emulator';
import { createLastingDatabase, lastingDatabaseIds } from './lastingDatabase';
import { orderPortalConfig } from './orderPortal';
import { bundlePortal, PortalBundle } from './portalBundle';
import { PortalProcessOptions } from './portalProcess';

/** What portals need that run in processes of their own, and what outlives them. */
export type ProcessWorld = {
  bundle: PortalBundle;
  knex: Knex;
  emulator: TestEmulator;
  /** How every process is started: configuration, and the emulator's clock. */
  options: Pick<PortalProcessOptions, 'config' | 'clock'>;
  /** Call it when no process is left. */
  close(): Promise<void>;
};

/**
 * Makes a database, an emulator whose time passes, and what processes run and are configured with.
 *
 * @param options.products - what can be ordered
 * @param options.speed - seconds that pass in one
 * @param options.plugin - configuration of the plugin beside what all portals of tests have
 */
export async function createProcessWorld(options: {
  databases: TestDatabases;
  databaseId: (typeof lastingDatabaseIds)[number];
  products: Parameters<typeof startEmulator>[0];
  speed: number;
  plugin?: JsonObject;
}): Promise<ProcessWorld> {
  const { databases, databaseId, products, speed, plugin } = options;
  const folder = await mkdtemp(join(tmpdir(), 'processes-'));
  const bundle = await bundlePortal();
  const emulator = await startEmulator(products, { mode: 'real', speed });
  const database = await createLastingDatabase({
    databases,
    id: databaseId,
    folder,
  });
  const common = orderPortalConfig(emulator.url);
  return {
    bundle,
    knex: database.knex,
    emulator,
    options: {
      config: {
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
      },
      clock: { start: emulator.clock.now(), wallStart: Date.now(), speed },
    },
    async close() {
      await database.knex.destroy();
      await emulator.close();
      await rm(folder, { recursive: true });
      await bundle.remove();
    },
  };
}
