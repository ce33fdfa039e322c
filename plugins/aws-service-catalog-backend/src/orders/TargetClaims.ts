import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { after } from './backoff';

type ClaimRow = {
  target: string;
  holder: string;
  expires_at: string;
  paused_until: string | null;
};

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
   * @returns until when the target is paused; undefined when another replica has the claim
   */
  async claim(
    target: string,
  ): Promise<{ pausedUntil: Date | undefined } | undefined> {
    const { knex, clock, holder } = this.options;
    const now = clock.now();
    // The target may be new in the configuration; the claim of nobody has expired.
    await knex<ClaimRow>('order_target_claims')
      .insert({ target, holder: '', expires_at: '', paused_until: null })
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
      return {
        pausedUntil:
          row.paused_until === null ? undefined : new Date(row.paused_until),
      };
    });
  }

  /** Makes every replica leave a target alone for a while: AWS asked for it. */
  async pause(target: string, until: string): Promise<void> {
    await this.options
      .knex<ClaimRow>('order_target_claims')
      .where({ target })
      .update({ paused_until: until });
  }

  /** Gives back all claims of this replica. */
  async release(): Promise<void> {
    const { knex, holder } = this.options;
    await knex<ClaimRow>('order_target_claims')
      .where({ holder })
      .update({ holder: '', expires_at: '' });
  }
}
