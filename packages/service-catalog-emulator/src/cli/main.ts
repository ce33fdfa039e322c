import { setFlagsFromString } from 'node:v8';
import { createEmulator } from '../createEmulator';
import { messageOf } from '../errors';
import { parseOptions } from './parseOptions';

/** By how many percent the heap may grow before its garbage is collected again. */
const HEAP_GROWTH = 60;

/**
 * Has this process collect its garbage in time: by itself Node.js lets a heap grow to several times of what is
 * in use, where the machine has the memory. It is no limit: a heap that is in use grows as far as it may. For processes
 * that are an emulator's own.
 *
 * @public
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
}

/**
 * Runs the emulator until it is told to stop: prints one line of JSON with its `url` once it is
 * ready, everything else to standard error, and saves its snapshot on SIGTERM and SIGINT.
 *
 * @param argv - as in `process.argv`
 * @public
 */
export async function main(argv: string[]): Promise<void> {
  keepHeapSmall();
  try {
    const emulator = await createEmulator(parseOptions(argv));
    for (const warning of emulator.seeded.warnings) {
      complain(warning);
    }
    const stop = () => {
      emulator.close().catch(fail);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.stdout.write(`${JSON.stringify({ url: emulator.url })}\n`);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  complain(messageOf(error));
  process.exitCode = 1;
}

function complain(message: string): void {
  process.stderr.write(`service-catalog-emulator: ${message}\n`);
}
