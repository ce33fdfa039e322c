import { ClockService } from 'backstage-plugin-aws-service-catalog-node';

/** Calls per second; AWS does not publish its limits, so the pace begins high and learns. */
const HIGHEST_RATE = 100;
const LOWEST_RATE = 1;
/** By how much the rate rises in each second in which AWS does not throttle: calls per second. */
const RISE_PER_SECOND = 1;
/** What remains of the rate after AWS has throttled. */
const FALL = 0.5;
/** Calls that were throttled within so long are one reason to slow down, not many. */
const FALL_ONCE_PER_MS = 1_000;
/** For how many seconds calls that were not made can be saved up, */
const BURST_SECONDS = 2;
/** and for how many seconds calls can be made in advance: those that users wait for do not ask whether they may. */
const DEBT_SECONDS = 10;
const MOST_AT_ONCE = 4;
/** How many calls per second one worker makes about. */
const RATE_PER_WORKER = 5;

/**
 * How fast a target may be worked in: additive increase, multiplicative decrease. It halves when AWS throttles, from the rate
 * that was really reached, and then rises slowly. It makes nobody wait: work that can wait asks first, and every call counts.
 */
export class TargetPace {
  private rate = HIGHEST_RATE;
  private saved = HIGHEST_RATE * BURST_SECONDS;
  private seenAtMs: number;
  private fellAtMs = -Infinity;
  private second = { startMs: 0, calls: 0, callsBefore: 0 };

  constructor(private readonly clock: ClockService) {
    this.seenAtMs = clock.now().getTime();
  }

  /** Calls per second that are thought to be good at the moment. */
  get callsPerSecond(): number {
    this.pass();
    return this.rate;
  }

  /** How many things may be worked on at the same time. */
  get concurrency(): number {
    return Math.min(
      MOST_AT_ONCE,
      Math.ceil(this.callsPerSecond / RATE_PER_WORKER),
    );
  }

  /** Whether work that can wait may be begun now. */
  mayCall(): boolean {
    this.pass();
    return this.saved >= 1;
  }

  /** Counts a call that has ended. */
  note(call: { throttled: boolean }): void {
    const nowMs = this.pass();
    this.saved = Math.max(this.saved - 1, -this.rate * DEBT_SECONDS);
    this.second.calls += 1;
    if (call.throttled && nowMs - this.fellAtMs >= FALL_ONCE_PER_MS) {
      const { calls, callsBefore } = this.second;
      const reached = Math.min(this.rate, Math.max(calls, callsBefore));
      this.rate = Math.max(LOWEST_RATE, reached * FALL);
      this.saved = Math.min(this.saved, 0);
      this.fellAtMs = nowMs;
    }
  }

  /** Takes account of the time since it was last looked at. */
  private pass(): number {
    const nowMs = this.clock.now().getTime();
    const seconds = Math.max(0, nowMs - this.seenAtMs) / 1000;
    this.seenAtMs = nowMs;
    this.rate = Math.min(HIGHEST_RATE, this.rate + RISE_PER_SECOND * seconds);
    this.saved = Math.min(
      this.rate * BURST_SECONDS,
      this.saved + this.rate * seconds,
    );
    const sinceMs = nowMs - this.second.startMs;
    if (sinceMs >= 1_000) {
      const callsBefore = sinceMs < 2_000 ? this.second.calls : 0;
      this.second = { startMs: nowMs, calls: 0, callsBefore };
    }
    return nowMs;
  }
}
