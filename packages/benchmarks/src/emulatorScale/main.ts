import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { measuredCalls, Known, MeasuredCall } from './calls';
import { EmulatorProcess } from './EmulatorProcess';
import { seedOfSize, Size } from './seedOfSize';
import { Measurement, Table } from './Table';

/** How often each call is made before it is measured, and while it is. */
const WARM_UP = 10;
const CALLS = 100;

/**
 * Measures the emulator at a size: how long it takes to load from a seed and from a snapshot, its
 * memory, and how long each call takes. Fails when a limit is exceeded.
 *
 * @param emulatorProcess - the script that runs an emulator
 * @param args - number of products and of provisioned products, 10,000 and 100,000 by default
 */
export async function main(
  emulatorProcess: string,
  args: string[],
): Promise<void> {
  const [products = 10_000, provisionedProducts = 100_000] = args.map(Number);
  const size = { portfolios: 100, products, provisionedProducts };
  const folder = await mkdtemp(path.join(tmpdir(), 'emulator-scale-'));
  const table = new Table();
  try {
    process.stdout.write(
      `Node.js ${process.version}, ${cpus().length} x ${
        cpus()[0].model
      }; ${products} products, ${provisionedProducts} provisioned products\n\n`,
    );
    printLoad();
    table.begin('what', 'measured', 'processor', 'limit');
    const snapshotFile = path.join(folder, 'snapshot.json');
    await seedOnce(emulatorProcess, folder, size, snapshotFile, table);
    const emulator = await EmulatorProcess.start(emulatorProcess, {
      snapshotFile,
    });
    table.loading('loading the snapshot', emulator.started);
    const known = await whatIsThere(emulator, size);
    printLoad();
    table.begin('call', 'first', 'median', 'p99', 'processor', 'limit');
    for (const call of measuredCalls(known)) {
      table.call(call, await measure(emulator, call));
    }
    printLoad();
    table.begin('what', 'measured', 'processor', 'limit');
    table.memory('memory while called, at most', await emulator.stop());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  table.requireLimits();
}

async function seedOnce(
  emulatorProcess: string,
  folder: string,
  size: Size,
  snapshotFile: string,
  table: Table,
): Promise<void> {
  const seedFolder = path.join(folder, 'seed');
  await mkdir(seedFolder);
  for (const [name, text] of Object.entries(seedOfSize(size))) {
    await writeFile(path.join(seedFolder, name), text);
  }
  const seeded = await EmulatorProcess.start(emulatorProcess, {
    snapshotFile,
    seeds: [{ path: seedFolder }],
  });
  table.loading('loading the seed', seeded.started);
  table.memory('memory while seeding, at most', await seeded.stop());
  const { size: bytes } = await stat(snapshotFile);
  table.row(
    'size of the snapshot',
    `${Math.round(bytes / 1024 / 1024)} MiB`,
    '',
    '',
  );
}

/** Something to ask for, as an administrator and a user would find it. */
async function whatIsThere(
  emulator: EmulatorProcess,
  { provisionedProducts }: Size,
): Promise<Known> {
  const ask = async (operation: string, input: object) =>
    JSON.parse((await emulator.call(operation, input)).text);
  const { ProvisionedProductDetail: detail } = await ask(
    'DescribeProvisionedProduct',
    { Name: `provisioned-${Math.floor(provisionedProducts / 2)}` },
  );
  const { ProductViewSummary: view } = await ask('DescribeProduct', {
    Id: detail.ProductId,
  });
  const { PortfolioDetails } = await ask('ListPortfoliosForProduct', {
    ProductId: detail.ProductId,
  });
  const { RecordOutputs } = await ask('DescribeRecord', {
    Id: detail.LastRecordId,
  });
  const output = (key: string) =>
    RecordOutputs.find(
      ({ OutputKey }: { OutputKey: string }) => OutputKey === key,
    ).OutputValue;
  return {
    portfolioId: PortfolioDetails[0].Id,
    productId: detail.ProductId,
    productViewId: view.Id,
    artifactId: detail.ProvisioningArtifactId,
    provisionedProductId: detail.Id,
    recordId: detail.LastRecordId,
    idempotencyToken: detail.IdempotencyToken,
    stackId: output('CloudformationStackARN'),
    resourceId: output('BucketName'),
    provisionedProducts,
  };
}

async function measure(
  emulator: EmulatorProcess,
  { operation, input, service, before, secondsBefore }: MeasuredCall,
): Promise<Measurement> {
  const taken: number[] = [];
  let first = 0;
  let processor = 0;
  for (let n = 0; n < WARM_UP + CALLS; n++) {
    if (before) {
      await emulator.call(before.operation, before.input(n));
    }
    if (secondsBefore !== undefined) {
      await emulator.advance(secondsBefore);
    }
    const begin = await emulator.report();
    const { milliseconds } = await emulator.call(operation, input(n), service);
    const end = await emulator.report();
    if (n === 0) {
      first = milliseconds;
    } else if (n >= WARM_UP) {
      taken.push(milliseconds);
      processor += end.cpuMilliseconds - begin.cpuMilliseconds;
    }
  }
  taken.sort((a, b) => a - b);
  return {
    first,
    median: taken[Math.floor(CALLS / 2)],
    p99: taken[Math.floor(CALLS * 0.99) - 1],
    processor: processor / CALLS,
  };
}

/** What else the machine does: over the last minute, so many processes wanted a processor. */
function printLoad(): void {
  process.stdout.write(`\nLoad average: ${loadavg()[0].toFixed(1)}\n\n`);
}
