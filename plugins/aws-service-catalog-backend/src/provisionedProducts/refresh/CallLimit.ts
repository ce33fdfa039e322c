import { ClockService } from 'backstage-plugin-aws-service-catalog-node';

/** So many keys are kept before those that count for nothing any more are looked for. */
const KEYS_KEPT = 1_000;

/** Lets something happen so often in a time, for each key by itself. It counts in this replica. */
export class CallLimit {
  private readonly taken = new Map<string, number[]>();

  constructor(
    private readonly options: {
      /** How often in every window. */
      limit: number;
      windowMs: number;
      clock: ClockService;
    },
  ) {}

  /**
   * Takes one.
   *
   * @returns in how many milliseconds the next one is free; 0: this one was
   */
  take(key: string): number {
    const { limit, windowMs, clock } = this.options;
    const nowMs = clock.now().getTime();
    const recent = (this.taken.get(key) ?? []).filter(
      atMs => atMs > nowMs - windowMs,
    );
    if (recent.length >= limit) {
      return recent[0] + windowMs - nowMs;
    }
    if (this.taken.size >= KEYS_KEPT) {
      this.forget(nowMs - windowMs);
    }
    this.taken.set(key, [...recent, nowMs]);
    return 0;
  }

  private forget(beforeMs: number): void {
    for (const [key, times] of this.taken) {
      if (times[times.length - 1] <= beforeMs) {
        this.taken.delete(key);
      }
    }
  }
}
