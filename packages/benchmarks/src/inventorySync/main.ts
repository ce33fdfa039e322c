import { ChildProcess, fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { EmulatorProcess } from '../emulatorScale/EmulatorProcess';
import { seedOfSize } from '../emulatorScale/seedOfSize';
import { Place } from '../portal/startPortal';
import { PortalOptions, SyncReport } from './runPortal';

const LIMITS = { heapGrowthMebibytes: 100 };
const PAGE_SIZE = 100;

const places: Place[] = [
  { name: 'sandbox', accountId: '111111111111', region: 'eu-central-1' },
  { name: 'sandbox-us', accountId: '111111111111', region: 'us-east-1' },
  { name: 'production', accountId: '222222222222', region: 'eu-central-1' },
];

/** The scripts that run the processes. */
export interface Scripts {
  emulatorProcess: string;
  portalProcess: string;
}

/**
 * Measures the sync of the inventory: the plugin copies what runs in three targets, and copies it again. Fails when it makes more
 * than one call for each 100, writes what has not changed, or holds too much memory.
 *
 * @param args - number of provisioned products in all, 100,000 by default
 */
export async function main(scripts: Scripts, args: string[]): Promise<void> {
  const [total = 100_000] = args.map(Number);
  const folder = await mkdtemp(path.join(tmpdir(), 'inventory-sync-'));
  let emulator: EmulatorProcess | undefined;
  let portal: ChildProcess | undefined;
  try {
    emulator = await startEmulator(scripts.emulatorProcess, folder, total);
    const { url } = emulator.started;
    process.stdout.write(
      `Node.js ${process.version}, ${cpus().length} x ${
        cpus()[0].model
      }; ${total} provisioned products in ${places.length} targets\n\n`,
    );
    print('sync', 'calls', 'statements', 'time', 'heap growth', 'memory');
    print('---', '---', '---', '---', '---', '---');
    const options: PortalOptions = { emulatorUrl: url, places };
    portal = fork(scripts.portalProcess, [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--expose-gc'],
    });
    const first = await nextReport(portal);
    const problems = check('first', first, await takeCalls(url), total);
    portal.send('sync');
    const repeat = await nextReport(portal);
    problems.push(...check('repeat', repeat, await takeCalls(url), total));
    if (repeat.writes > 0) {
      problems.push(`The repeat made ${repeat.writes} statements`);
    }
    if (problems.length > 0) {
      throw new Error(`Limits exceeded:\n${problems.join('\n')}`);
    }
  } finally {
    portal?.kill();
    await emulator?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startEmulator(
  emulatorProcess: string,
  folder: string,
  total: number,
): Promise<EmulatorProcess> {
  const seeds = [];
  for (const [index, { name, accountId, region }] of places.entries()) {
    const seedFolder = path.join(folder, name);
    await mkdir(seedFolder);
    const share = Math.floor((total + index) / places.length);
    const size = { portfolios: 1, products: 20, provisionedProducts: share };
    const files = Object.entries(seedOfSize(size));
    for (const [file, text] of files) {
      await writeFile(path.join(seedFolder, file), text);
    }
    seeds.push({ accountId, region, path: seedFolder });
  }
  return EmulatorProcess.start(emulatorProcess, { seeds });
}

/** How many pages of provisioned products were asked for since the last time. */
async function takeCalls(url: string): Promise<number> {
  const calls = `${url}/_emulator/calls`;
  const { counts } = await (await fetch(calls)).json();
  await fetch(calls, { method: 'DELETE' });
  return Object.values<Record<string, number>>(counts).reduce(
    (sum, { SearchProvisionedProducts = 0 }) => sum + SearchProvisionedProducts,
    0,
  );
}

function check(
  title: string,
  report: SyncReport,
  calls: number,
  total: number,
): string[] {
  const { seconds, provisionedProducts, writes, heapGrowthMebibytes } = report;
  print(
    title,
    `${calls}`,
    `${writes}`,
    `${seconds.toFixed(1)} s`,
    `${heapGrowthMebibytes.toFixed(0)} MiB`,
    `${report.peakMebibytes.toFixed(0)} MiB`,
  );
  const problems: string[] = [];
  if (provisionedProducts !== total) {
    problems.push(`The ${title} sync copied ${provisionedProducts}`);
  }
  // Each target may have a last page that is not full.
  if (calls > total / PAGE_SIZE + places.length) {
    problems.push(`The ${title} sync made ${calls} calls`);
  }
  if (heapGrowthMebibytes >= LIMITS.heapGrowthMebibytes) {
    problems.push(
      `The ${title} sync needed ${heapGrowthMebibytes.toFixed(0)} MiB`,
    );
  }
  return problems;
}

/** The next report; what transforms the sources sends messages of its own. */
async function nextReport(child: ChildProcess): Promise<SyncReport> {
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', code => {
      reject(new Error(`The portal ended with code ${code}`));
    });
  });
  const next = async () => {
    for await (const [message] of on(child, 'message')) {
      if (typeof message === 'object' && 'heapGrowthMebibytes' in message) {
        return message as SyncReport;
      }
    }
    throw new Error('The portal sent no report');
  };
  return Promise.race([next(), ended]);
}

function print(...cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
