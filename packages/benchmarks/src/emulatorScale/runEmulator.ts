import { createEmulator, EmulatorOptions } from 'service-catalog-emulator';
import { keepHeapSmall } from 'service-catalog-emulator/cli';

/** What the emulator's process tells its parent. */
export interface ProcessReport {
  /** Where it listens; there once it is ready. */
  url: string;
  /** Milliseconds from the start of the process to being ready. */
  readyMilliseconds: number;
  /** The most memory the process ever held, in MiB. */
  peakMebibytes: number;
  /** Milliseconds of processor time since the start, garbage collection included. */
  cpuMilliseconds: number;
}

/**
 * Runs an emulator in this process, as its command does, until its parent says `stop`. It sends a {@link ProcessReport} when it is
 * ready, when it is asked to `report`, and when it has stopped: memory and time are the emulator's own, without those who measure.
 */
export async function runEmulator(options: EmulatorOptions): Promise<void> {
  keepHeapSmall();
  const emulator = await createEmulator(options);
  const readyMilliseconds = performance.now();
  const report = () => {
    const { user, system } = process.cpuUsage();
    const answer: ProcessReport = {
      url: emulator.url,
      readyMilliseconds,
      peakMebibytes: process.resourceUsage().maxRSS / 1024,
      cpuMilliseconds: (user + system) / 1000,
    };
    process.send!(answer);
  };
  process.on('message', message => {
    if (message === 'stop') {
      emulator.close().then(() => {
        report();
        process.disconnect();
      });
    } else if (message === 'report') {
      report();
    }
  });
  report();
}
