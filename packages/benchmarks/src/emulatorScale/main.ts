import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { measuredCalls, Known, MeasuredCall } from './calls';
import { EmulatorProcess } from './EmulatorProcess';
import { seedOfSize, Size } from './seedOfSize';

const LIMITS = {
  loadSeconds: 30,
  peakMebibytes: 1024,
  callMilliseconds: 20,
  pageMilliseconds: 50,
};

/** How often each call is made and not counted, and made and counted. */
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
  const excesses: string[] = [];
  const check = (what: string, value: number, limit: number, unit: string) => {
    print(what, `${round(value)} ${unit}`, `under ${limit} ${unit}`);
    if (value >= limit) {
      excesses.push(`${what}: ${round(value)} ${unit}`);
    }
  };
  try {
    process.stdout.write(
      `Node.js ${process.version}, ${cpus().length} x ${
        cpus()[0].model
      }; ${products} products, ${provisionedProducts} provisioned products\n\n`,
    );
    print('what', 'measured', 'limit');
    print('---', '---', '---');
    const snapshotFile = path.join(folder, 'snapshot.json');
    await seedOnce(emulatorProcess, folder, size, snapshotFile, check);
    const emulator = await EmulatorProcess.start(emulatorProcess, {
      snapshotFile,
    });
    check(
      'loading the snapshot',
      emulator.started.readyMilliseconds / 1000,
      LIMITS.loadSeconds,
      's',
    );
    for (const call of measuredCalls(await whatIsThere(emulator, size))) {
      const { median, p99, cpu } = await measure(emulator, call);
      const limit = call.returnsPage
        ? LIMITS.pageMilliseconds
        : LIMITS.callMilliseconds;
      check(
        `${call.title} (median ${round(median)} ms, processor ${round(
          cpu,
        )} ms), p99`,
        p99,
        limit,
        'ms',
      );
    }
    const { peakMebibytes } = await emulator.stop();
    check('memory, at most', peakMebibytes, LIMITS.peakMebibytes, 'MiB');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (excesses.length > 0) {
    throw new Error(`Limits exceeded:\n${excesses.join('\n')}`);
  }
}

async function seedOnce(
  emulatorProcess: string,
  folder: string,
  size: Size,
  snapshotFile: string,
  check: (what: string, value: number, limit: number, unit: string) => void,
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
  check(
    'loading the seed',
    seeded.started.readyMilliseconds / 1000,
    LIMITS.loadSeconds,
    's',
  );
  const { peakMebibytes } = await seeded.stop();
  check(
    'memory while seeding, at most',
    peakMebibytes,
    LIMITS.peakMebibytes,
    'MiB',
  );
  const { size: bytes } = await stat(snapshotFile);
  print('size of the snapshot', `${round(bytes / 1024 / 1024)} MiB`, '');
}

/** Something to ask for, as an administrator and a user would find it. */
async function whatIsThere(
  emulator: EmulatorProcess,
  { provisionedProducts }: Size,
): Promise<Known> {
  const { body } = await emulator.call('DescribeProvisionedProduct', {
    Name: `provisioned-${Math.floor(provisionedProducts / 2)}`,
  });
  const detail = body.ProvisionedProductDetail as { [member: string]: string };
  const product = await emulator.call('DescribeProduct', {
    Id: detail.ProductId,
  });
  const view = product.body.ProductViewSummary as { Id: string };
  const portfolios = await emulator.call('ListPortfoliosForProduct', {
    ProductId: detail.ProductId,
  });
  const [portfolio] = portfolios.body.PortfolioDetails as { Id: string }[];
  return {
    portfolioId: portfolio.Id,
    productId: detail.ProductId,
    productViewId: view.Id,
    artifactId: detail.ProvisioningArtifactId,
    provisionedProductId: detail.Id,
    recordId: detail.LastRecordId,
    idempotencyToken: detail.IdempotencyToken,
    provisionedProducts,
  };
}

async function measure(
  emulator: EmulatorProcess,
  { operation, input }: MeasuredCall,
): Promise<{ median: number; p99: number; cpu: number }> {
  const taken: number[] = [];
  const before = await emulator.report();
  for (let n = 0; n < WARM_UP + CALLS; n++) {
    const { milliseconds } = await emulator.call(operation, input(n));
    if (n >= WARM_UP) {
      taken.push(milliseconds);
    }
  }
  const after = await emulator.report();
  taken.sort((a, b) => a - b);
  return {
    median: taken[Math.floor(CALLS / 2)],
    p99: taken[Math.floor(CALLS * 0.99) - 1],
    cpu: (after.cpuMilliseconds - before.cpuMilliseconds) / (WARM_UP + CALLS),
  };
}

function print(what: string, measured: string, limit: string): void {
  process.stdout.write(`| ${what} | ${measured} | ${limit} |\n`);
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
