import { Knex } from 'knex';
import { TargetAddress } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { ProvisionedProductRow } from '../../database/rows';

/** For how long a provisioned product that somebody had read is not read again. */
const REST_MS = 30_000;

/** Whether something may be read now, and when somebody last asked for it. */
export type RefreshClaim = { taken: boolean; askedAt: string };

/** Has each provisioned product read by itself at most once in half a minute, by whichever replica. */
export class RefreshClaims {
  constructor(private readonly options: { knex: Knex; clock: ClockService }) {}

  /** Asks for the right to have something read now. */
  async take({ target, id }: TargetAddress): Promise<RefreshClaim> {
    const { knex, clock } = this.options;
    const now = clock.now();
    const askedAt = now.toISOString();
    const before = new Date(now.getTime() - REST_MS).toISOString();
    const claimed = await knex<ProvisionedProductRow>('provisioned_products')
      .where({ target, id })
      .andWhere(rested =>
        rested
          .whereNull('refresh_asked_at')
          .orWhere('refresh_asked_at', '<=', before),
      )
      .update({ refresh_asked_at: askedAt });
    if (claimed > 0) {
      return { taken: true, askedAt };
    }
    const row = await knex<ProvisionedProductRow>('provisioned_products')
      .select('refresh_asked_at')
      .where({ target, id })
      .first();
    return { taken: false, askedAt: row?.refresh_asked_at ?? askedAt };
  }

  /** Gives a right back that led to nothing. */
  async release({ target, id }: TargetAddress): Promise<void> {
    await this.options
      .knex<ProvisionedProductRow>('provisioned_products')
      .where({ target, id })
      .update({ refresh_asked_at: null });
  }
}
