import { MeasuredCall } from './calls';
import { ProcessReport } from './runEmulator';

const LIMITS = {
  loadSeconds: 30,
  peakMebibytes: 1024,
  callMilliseconds: 20,
  pageMilliseconds: 50,
};

/** What was measured of a call, in milliseconds. */
export interface Measurement {
  /** The first one ever, when nothing is prepared for it. */
  first: number;
  median: number;
  /** What 99 of 100 kept under. */
  p99: number;
  /** Of the emulator's processor, on average. */
  processor: number;
}

/** Prints what was measured as tables, and remembers what exceeded its limit. */
export class Table {
  private readonly excesses: string[] = [];

  /** Begins a table. */
  begin(...columns: string[]): void {
    this.row(...columns);
    this.row(...columns.map(() => '---'));
  }

  /** Adds a row. */
  row(...cells: string[]): void {
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }

  /** Adds how long an emulator took to be ready. */
  loading(
    what: string,
    { readyMilliseconds, cpuMilliseconds }: ProcessReport,
  ): void {
    const seconds = readyMilliseconds / 1000;
    this.row(
      what,
      `${round(seconds)} s`,
      `${round(cpuMilliseconds / 1000)} s`,
      `under ${LIMITS.loadSeconds} s`,
    );
    this.check(what, seconds, LIMITS.loadSeconds, 's');
  }

  /** Adds the most memory that an emulator's process ever held. */
  memory(what: string, { peakMebibytes }: ProcessReport): void {
    this.row(
      what,
      `${round(peakMebibytes)} MiB`,
      '',
      `under ${LIMITS.peakMebibytes} MiB`,
    );
    this.check(what, peakMebibytes, LIMITS.peakMebibytes, 'MiB');
  }

  /** Adds a call. */
  call(
    { title, returnsPage }: MeasuredCall,
    { first, median, p99, processor }: Measurement,
  ): void {
    const limit = returnsPage
      ? LIMITS.pageMilliseconds
      : LIMITS.callMilliseconds;
    this.row(
      title,
      ...[first, median, p99, processor].map(value => `${round(value)} ms`),
      `under ${limit} ms`,
    );
    this.check(`${title}, first`, first, limit, 'ms');
    this.check(`${title}, p99`, p99, limit, 'ms');
  }

  /** @throws Error when something exceeded its limit */
  requireLimits(): void {
    if (this.excesses.length > 0) {
      throw new Error(`Limits exceeded:\n${this.excesses.join('\n')}`);
    }
  }

  private check(what: string, value: number, limit: number, unit: string) {
    if (value >= limit) {
      this.excesses.push(`${what}: ${round(value)} ${unit}`);
    }
  }
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
