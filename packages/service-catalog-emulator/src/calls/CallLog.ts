/**
 * One request the emulator received.
 *
 * @public
 */
export interface Call {
  /** Such as `SearchProducts`; `GetCallerIdentity` for STS. */
  operation: string;
  /** Account of the caller; absent when the request carried no credentials. */
  accountId?: string;
  /** Region that the request was signed for. */
  region?: string;
  /** Emulator time in milliseconds since the epoch. */
  time: number;
  /** Wall-clock time in milliseconds since the epoch. */
  wallTime: number;
  /** Error name of the answer; absent when the request succeeded. */
  error?: string;
}

/**
 * What the emulator was asked, for tests and benchmarks that count calls.
 *
 * @public
 */
export interface EmulatorCalls {
  /** Number of calls, optionally of one operation, of one account. */
  count(filter?: { operation?: string; accountId?: string }): number;
  /** Number of calls by account and operation. */
  counts(): { [accountId: string]: { [operation: string]: number } };
  /** The latest calls, oldest first; at most 100,000 are kept. Counts include all. */
  list(): Call[];
  /** Forgets all calls and starts counting at zero. */
  clear(): void;
}

const MAX_KEPT = 100_000;

/** Counts every call and keeps the latest ones. */
export class CallLog implements EmulatorCalls {
  private calls: Call[] = [];
  private totals = new Map<string, Map<string, number>>();

  /** Notes a call. The caller may still set its `error`. */
  add(call: Call): Call {
    this.calls.push(call);
    if (this.calls.length > 2 * MAX_KEPT) {
      this.calls = this.calls.slice(-MAX_KEPT);
    }
    this.tally(call, 1);
    return call;
  }

  /** Notes who made the call, once that is known. */
  identify(call: Call, accountId: string, region: string): void {
    this.tally(call, -1);
    call.accountId = accountId;
    call.region = region;
    this.tally(call, 1);
  }

  count(filter: { operation?: string; accountId?: string } = {}): number {
    let sum = 0;
    for (const [accountId, operations] of this.totals) {
      for (const [operation, count] of operations) {
        if (
          (filter.accountId ?? accountId) === accountId &&
          (filter.operation ?? operation) === operation
        ) {
          sum += count;
        }
      }
    }
    return sum;
  }

  counts(): { [accountId: string]: { [operation: string]: number } } {
    return Object.fromEntries(
      [...this.totals].map(([accountId, operations]) => [
        accountId,
        Object.fromEntries(operations),
      ]),
    );
  }

  list(): Call[] {
    return this.calls.slice(-MAX_KEPT).map(call => ({ ...call }));
  }

  clear(): void {
    this.calls = [];
    this.totals.clear();
  }

  private tally({ accountId = 'anonymous', operation }: Call, by: number) {
    const operations = this.totals.get(accountId) ?? new Map<string, number>();
    const total = (operations.get(operation) ?? 0) + by;
    if (total === 0) {
      operations.delete(operation);
    } else {
      operations.set(operation, total);
    }
    if (operations.size === 0) {
      this.totals.delete(accountId);
    } else {
      this.totals.set(accountId, operations);
    }
  }
}
