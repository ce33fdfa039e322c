import { createEmulator } from '../createEmulator';
import { messageOf } from '../errors';
import { parseOptions } from './parseOptions';

/**
 * Runs the emulator until it is told to stop: prints one line of JSON with its `url` once it is
 * ready, everything else to standard error, and saves its snapshot on SIGTERM and SIGINT.
 *
 * @param argv - as in `process.argv`
 * @public
 */
export async function main(argv: string[]): Promise<void> {
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
