import { ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import type { EmulatorOptions } from 'service-catalog-emulator';
import type { ProcessReport } from './runEmulator';

/** The services that are measured. */
export type Service = 'servicecatalog' | 'cloudformation' | 'ce';

/** What `x-amz-target` begins with; CloudFormation has the query protocol instead. */
const TARGETS: { [service in Service]: string | undefined } = {
  servicecatalog: 'AWS242ServiceCatalogService',
  cloudformation: undefined,
  ce: 'AWSInsightsIndexService',
};

/** An emulator in a process of its own. */
export class EmulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** What it said when it was ready. */
    readonly started: ProcessReport,
  ) {}

  /**
   * Starts an emulator.
   *
   * @param emulatorProcess - the script that runs it
   * @throws Error when the process ends before it is ready
   */
  static async start(
    emulatorProcess: string,
    options: EmulatorOptions,
  ): Promise<EmulatorProcess> {
    const child = fork(emulatorProcess, [JSON.stringify(options)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = await Promise.race([
      nextReport(child),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The emulator ended with code ${code}`);
      }),
    ]);
    return new EmulatorProcess(child, started);
  }

  /** What the process has needed so far. */
  async report(): Promise<ProcessReport> {
    const answer = nextReport(this.child);
    this.child.send('report');
    return answer;
  }

  /** Stops it, which saves its snapshot; says what it needed altogether. */
  async stop(): Promise<ProcessReport> {
    const answer = nextReport(this.child);
    const end = once(this.child, 'exit');
    this.child.send('stop');
    const report = await answer;
    await end;
    return report;
  }

  /** Moves the emulator's clock forward. */
  async advance(seconds: number): Promise<void> {
    const response = await fetch(
      `${this.started.url}/_emulator/clock/advance`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ seconds }),
      },
    );
    if (!response.ok) {
      throw new Error(`The clock was not advanced: ${await response.text()}`);
    }
  }

  /**
   * Calls an operation as an SDK would, without the time that an SDK takes.
   *
   * @returns how long it took, and the answer as it is
   */
  async call(
    operation: string,
    input: object,
    service: Service = 'servicecatalog',
  ): Promise<{ milliseconds: number; text: string }> {
    const target = TARGETS[service];
    const begin = performance.now();
    const response = await fetch(this.started.url, {
      method: 'POST',
      headers: {
        ...(target !== undefined && {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `${target}.${operation}`,
        }),
        authorization: `AWS4-HMAC-SHA256 Credential=any/20260105/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
      },
      body:
        target === undefined
          ? new URLSearchParams({
              Action: operation,
              Version: '2010-05-15',
              ...input,
            })
          : JSON.stringify(input),
    });
    const text = await response.text();
    const milliseconds = performance.now() - begin;
    if (!response.ok) {
      throw new Error(`${operation} answered ${response.status}: ${text}`);
    }
    return { milliseconds, text };
  }
}

/** The next report; what transforms the sources sends messages of its own. */
async function nextReport(child: ChildProcess): Promise<ProcessReport> {
  for await (const [message] of on(child, 'message')) {
    if (typeof message === 'object' && 'peakMebibytes' in message) {
      return message;
    }
  }
  throw new Error('The emulator sent no report');
}
