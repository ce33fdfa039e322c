import { Knex } from 'knex';

/** What some work took. */
export interface Work {
  seconds: number;
  /** Statements that read, of whatever. */
  reads: number;
  /** Statements that wrote. */
  writes: number;
  /** By how much the memory that was in use, garbage aside, grew at most: MiB. */
  heapGrowthMebibytes: number;
}

const SAMPLE_MS = 500;

function usedMebibytes(): number {
  if (!globalThis.gc) {
    throw new Error('Start it with --expose-gc');
  }
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/** Measures what some work takes. The heap is looked at now and then, after its garbage was collected. */
export async function measureWork(
  knex: Knex,
  work: () => Promise<void>,
): Promise<Work> {
  let reads = 0;
  let writes = 0;
  const count = ({ sql }: { sql: string }) => {
    if (/^\s*(select|with)\b/i.test(sql)) {
      reads += 1;
    } else if (/^\s*(insert|update|delete)\b/i.test(sql)) {
      writes += 1;
    }
  };
  const before = usedMebibytes();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, usedMebibytes());
  }, SAMPLE_MS);
  knex.on('query', count);
  const begin = performance.now();
  try {
    await work();
  } finally {
    clearInterval(sampling);
    knex.off('query', count);
  }
  const seconds = (performance.now() - begin) / 1000;
  most = Math.max(most, usedMebibytes());
  return { seconds, reads, writes, heapGrowthMebibytes: most - before };
}
