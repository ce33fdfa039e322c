import { NotAllowedError } from '@backstage/errors';
import { DoctorReport } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Caller } from '../authorize';
import { DoctorStore, StoredReport } from './DoctorStore';

/** A run takes up to hundreds of calls to AWS, so they are not begun one right after the other. */
const SHORTEST_PAUSE_MS = 60_000;

function present({ startedAt: _, ...report }: StoredReport): DoctorReport {
  return report;
}

/** What operators are told of what the doctor finds. No method makes an AWS call. */
export class DoctorService {
  constructor(
    private readonly options: {
      store: DoctorStore;
      clock: ClockService;
      /** Has everything looked at soon; does nothing while that is under way. */
      requestRun: () => Promise<void>;
    },
  ) {}

  /**
   * What was found the last time.
   *
   * @throws NotAllowedError unless the caller is an operator
   */
  async getReport(caller: Caller): Promise<DoctorReport> {
    const { store, clock } = this.options;
    this.assertOperator(caller);
    return present(await store.read(clock.now()));
  }

  /**
   * Has everything looked at without waiting for the next period, unless that began within the last minute.
   *
   * @returns what was found the last time: the run has not ended yet
   * @throws NotAllowedError unless the caller is a user who is an operator
   */
  async run(caller: Caller): Promise<DoctorReport> {
    const { store, clock, requestRun } = this.options;
    assertUser(caller);
    this.assertOperator(caller);
    const now = clock.now();
    const report = await store.read(now);
    const sinceMs =
      report.startedAt === undefined
        ? Infinity
        : now.getTime() - Date.parse(report.startedAt);
    if (report.running || sinceMs < SHORTEST_PAUSE_MS) {
      return present(report);
    }
    await requestRun();
    return present({ ...report, running: true });
  }

  private assertOperator(caller: Caller): void {
    if (!caller.isOperator) {
      throw new NotAllowedError(
        'Only operators may see what is wrong with the portal',
      );
    }
  }
}
