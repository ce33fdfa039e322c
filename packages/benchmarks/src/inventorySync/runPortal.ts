import knexFactory from 'knex';
import { Place, startPortal } from '../portal/startPortal';

/** What the portal's process is started with. */
export interface PortalOptions {
  emulatorUrl: string;
  places: Place[];
}

/** What one sync of all targets took. */
export interface SyncReport {
  seconds: number;
  /** How many provisioned products the portal has afterwards. */
  provisionedProducts: number;
  /** Statements that wrote provisioned products. */
  writes: number;
  /** By how much the memory that was in use, garbage aside, grew at most: MiB. */
  heapGrowthMebibytes: number;
  /** The most memory that the process ever held: MiB. */
  peakMebibytes: number;
}

const SAMPLE_MS = 250;

/** The memory in use, in MiB, after the garbage is gone. */
function usedMebibytes(): number {
  if (!globalThis.gc) {
    throw new Error('Start it with --expose-gc');
  }
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/**
 * Runs the plugin in this process, on SQLite in memory, which is outside of the heap. The first sync begins with it; another one
 * follows whenever its parent says `sync`. After each it sends a {@link SyncReport}.
 */
export async function runPortal(options: PortalOptions): Promise<void> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  let writes = 0;
  knex.on('query', ({ sql }: { sql: string }) => {
    if (/^(insert|update|delete)[^(]*provisioned_products/i.test(sql)) {
      writes += 1;
    }
  });
  const portal = await startPortal({ ...options, knex });
  const call = (method: 'GET' | 'POST', path: string) =>
    portal.call(method, `/aws-service-catalog${path}`);

  /** Begins a sync, if one is not under way already, and waits until every target was synced after a time. */
  async function measure(
    since: string,
    begin: () => Promise<unknown> = async () => {},
  ): Promise<SyncReport> {
    const before = usedMebibytes();
    const startedAt = performance.now();
    let most = before;
    let isDone = false;
    const begun = begin();
    while (!isDone) {
      await new Promise(resolve => {
        setTimeout(resolve, SAMPLE_MS);
      });
      most = Math.max(most, usedMebibytes());
      const { items } = await call('GET', '/targets');
      for (const { name, syncError } of items) {
        if (syncError) {
          throw new Error(`${name}: ${syncError}`);
        }
      }
      isDone = items.every(({ syncedAt = '' }) => syncedAt > since);
    }
    await begun;
    const [{ total }] = await knex('provisioned_products').count({
      total: '*',
    });
    const report = {
      seconds: (performance.now() - startedAt) / 1000,
      provisionedProducts: Number(total),
      writes,
      heapGrowthMebibytes: most - before,
      peakMebibytes: process.resourceUsage().maxRSS / 1024,
    };
    writes = 0;
    return report;
  }
  const report = async (...of: Parameters<typeof measure>) => {
    process.send?.(await measure(...of));
  };
  const fail = (error: unknown) => {
    console.error(error);
    process.exit(1);
  };

  process.on('message', async () => {
    try {
      // The mock of the scheduler answers when the sync has ended.
      await report(new Date().toISOString(), () =>
        Promise.all(
          options.places.map(({ name }) =>
            call('POST', `/targets/${name}/sync`),
          ),
        ),
      );
    } catch (error) {
      fail(error);
    }
  });
  await report('');
}
