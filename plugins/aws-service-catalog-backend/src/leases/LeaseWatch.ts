import { Knex } from 'knex';

/** What is counted of one gap between two looks: a clock that leapt, and a portal that was down, look alike. */
const LONGEST_STEP_MS = 6 * 60 * 60_000;
/** Clocks of replicas differ by no more than this; one that is further behind was set back. */
export const CLOCK_DIFFERENCE_MS = 10 * 60_000;

const ROW = 'portal';

type WatchRow = {
  id: string;
  seen_at: string;
  /** PostgreSQL gives it as text. */
  seen_ms: number | string;
  swept_at: string | null;
  swept_policies: string | null;
};

/** How long the portal has been seen to run. */
export type Watch = {
  /** In milliseconds. */
  seenMs: number;
  /** Whether the clock was set back since the last look. */
  wasSetBack: boolean;
  /** When all leases were compared with the policies. */
  sweptAt?: string;
  /** Digest of the policies then. */
  sweptPolicies?: string;
};

function step(seenAt: string, now: Date): number {
  return Math.min(
    LONGEST_STEP_MS,
    Math.max(0, now.getTime() - Date.parse(seenAt)),
  );
}

/**
 * Counts for how long the portal has run, over all replicas. Notice periods are counted in it: while the portal is down nobody
 * can renew anything, and a clock that leaps forward has given nobody the time that it shows.
 */
export class LeaseWatch {
  constructor(private readonly knex: Knex) {}

  /** Notes that the portal runs now. */
  async look(now: Date): Promise<Watch> {
    const { knex } = this;
    const at = now.toISOString();
    await knex<WatchRow>('lease_watch')
      .insert({
        id: ROW,
        seen_at: at,
        seen_ms: 0,
        swept_at: null,
        swept_policies: null,
      })
      .onConflict('id')
      .ignore();
    const row = await this.read();
    const { seen_at: seenAt } = row;
    const behindMs = Date.parse(seenAt) - now.getTime();
    const wasSetBack = behindMs > CLOCK_DIFFERENCE_MS;
    const seenMs = Number(row.seen_ms) + step(seenAt, now);
    if (at > seenAt || wasSetBack) {
      // Another replica that looks at the same moment has counted the same time.
      await knex<WatchRow>('lease_watch')
        .where({ id: ROW, seen_at: seenAt })
        .update({ seen_at: at, seen_ms: seenMs });
    }
    return {
      seenMs,
      wasSetBack,
      sweptAt: row.swept_at ?? undefined,
      sweptPolicies: row.swept_policies ?? undefined,
    };
  }

  /** How long the portal has been seen to run, without noting that it does; in milliseconds. */
  async readSeenMs(now: Date): Promise<number> {
    const row = await this.knex<WatchRow>('lease_watch')
      .where({ id: ROW })
      .first();
    return row ? Number(row.seen_ms) + step(row.seen_at, now) : 0;
  }

  /** Notes that all leases have been compared with the policies. */
  async noteSwept(now: Date, policies: string): Promise<void> {
    await this.knex<WatchRow>('lease_watch')
      .where({ id: ROW })
      .update({ swept_at: now.toISOString(), swept_policies: policies });
  }

  private async read(): Promise<WatchRow> {
    const row = await this.knex<WatchRow>('lease_watch')
      .where({ id: ROW })
      .first();
    if (!row) {
      throw new Error('The row of lease_watch is gone');
    }
    return row;
  }
}
