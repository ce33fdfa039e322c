import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { after } from './backoff';

type ClaimRow = {
  target: string;
  holder: string;
  expires_at: string;
  paused_until: string | null;
  paused_because: string | null;
  failures: number;
};

/** Why a target is left alone: AWS throttles, or does not answer. */
export type PauseReason = 'throttled' | 'unavailable';

/**
 * The breaker of a target. Open until `until`; then half-open, until AWS has answered once. Closed: there is none.
 */
export type TargetPause = {
  /** ISO 8601 */
  until: string;
  because: PauseReason;
  /** Runs in a row that AWS broke off, at least 1. */
  failures: number;
};

/** What the claim of a target brings with it. */
export type TargetClaim = {
  /** Absent: AWS answers, as far as is known. */
  pause?: TargetPause;
};

function readPause(row: ClaimRow): TargetPause | undefined {
  return row.failures > 0 && row.paused_until !== null
    ? {
        until: row.paused_until,
        because:
          row.paused_because === 'throttled' ? 'throttled' : 'unavailable',
        failures: row.failures,
      }
    : undefined;
}

/**
 * The targets that AWS keeps from being worked in, whichever replica found out, by name.
 *
 * @throws what the database throws
 */
export async function readPauses(
  knex: Knex,
): Promise<ReadonlyMap<string, TargetPause>> {
  const rows = await knex<ClaimRow>('order_target_claims')
    .where('failures', '>', 0)
    .select();
  return new Map(
    rows.flatMap(row => {
      const pause = readPause(row);
      return pause ? [[row.target, pause]] : [];
    }),
  );
}

/** How long a claim holds without being renewed: after a crash a target is free again that much later. */
export const CLAIM_MS = 15_000;

/**
 * Claims of targets, so that one replica at a time works on the orders of a target: pace and batching have one owner.
 *
 * A claim is for efficiency only. A replica that was slow and lost its claim does no harm: orders are saved by compare-and-swap
 * and sent with saved tokens.
 */
export class TargetClaims {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      /** This replica, told apart from every other and from what it was before a restart. */
      holder: string;
    },
  ) {}

  /**
   * Claims a target, or renews the claim.
   *
   * @returns undefined when another replica has the claim
   */
  async claim(target: string): Promise<TargetClaim | undefined> {
    const { knex, clock, holder } = this.options;
    const now = clock.now();
    // The target may be new in the configuration; the claim of nobody has expired.
    await knex<ClaimRow>('order_target_claims')
      .insert({ target, holder: '', expires_at: '' })
      .onConflict('target')
      .ignore();
    return knex.transaction(async tx => {
      const claimable = tx<ClaimRow>('order_target_claims')
        .where({ target })
        .andWhere(free =>
          free.where({ holder }).orWhere('expires_at', '<=', now.toISOString()),
        );
      // Two replicas that want an expired claim do not queue up for it. SQLite has one writer at a time anyway.
      if (tx.client.config.client.includes('pg')) {
        claimable.forUpdate().skipLocked();
      }
      const row = await claimable.first();
      if (!row) {
        return undefined;
      }
      const count = await tx<ClaimRow>('order_target_claims')
        .where({ target, holder: row.holder, expires_at: row.expires_at })
        .update({ holder, expires_at: after(now, CLAIM_MS) });
      if (count === 0) {
        return undefined;
      }
      return { pause: readPause(row) };
    });
  }

  /** Opens the breaker: every replica leaves the target alone for a while, also one that knows it from the database only. */
  async pause(
    target: string,
    { until, because, failures }: TargetPause,
  ): Promise<void> {
    await this.options
      .knex<ClaimRow>('order_target_claims')
      .where({ target })
      .update({ paused_until: until, paused_because: because, failures });
  }

  /** Closes the breaker: AWS answers again. */
  async resume(target: string): Promise<void> {
    await this.options
      .knex<ClaimRow>('order_target_claims')
      .where({ target })
      .update({ paused_until: null, paused_because: null, failures: 0 });
  }

  /** Gives back all claims of this replica. */
  async release(): Promise<void> {
    const { knex, holder } = this.options;
    await knex<ClaimRow>('order_target_claims')
      .where({ holder })
      .update({ holder: '', expires_at: '' });
  }
}
