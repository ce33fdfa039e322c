import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../config';
import {
  LeaseRow,
  ProvisionedProductRow,
  SyncStateRow,
} from '../database/rows';
import { findLease } from '../policy';
import { LeaseChange } from './applyStep';
import { describeBeginning, LeaseBook } from './LeaseBook';
import { fromLeaseRow } from './leaseRows';
import { LeaseStore } from './LeaseStore';
import { LeaseSubject, LeaseSubjects } from './LeaseSubjects';
import { LeaseWatch, Watch } from './LeaseWatch';
import { reviewLease } from './reviewLease';
import { StoredLease } from './StoredLease';

const PAGE = 500;
const SWEEP_EVERY_MS = 60 * 60_000;
/** What a complete sync did not see for so long, after its lease began, is not there. */
const UNSEEN_MS = 24 * 60 * 60_000;

/**
 * Compares everything that may have a lease with the policies: what is new gets one, what no policy fits any more is freed, and
 * leases of what is not there rest. Doing it twice, or in two replicas, changes nothing more.
 */
export class LeaseSweeper {
  private readonly policies: string;

  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'leases'>;
      knex: Knex;
      clock: ClockService;
      store: LeaseStore;
      subjects: LeaseSubjects;
      book: LeaseBook;
      watch: LeaseWatch;
    },
  ) {
    this.policies = createHash('sha256')
      .update(JSON.stringify(options.config.leases))
      .digest('hex');
  }

  /** Sweeps when the policies have changed, or an hour after the last time. */
  async runIfDue(watch: Watch, signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    const nowMs = clock.now().getTime();
    const { sweptAt, sweptPolicies } = watch;
    const isDue =
      sweptAt === undefined ||
      sweptPolicies !== this.policies ||
      watch.wasSetBack ||
      nowMs - Date.parse(sweptAt) >= SWEEP_EVERY_MS;
    if (isDue && (await this.sweep(signal))) {
      await this.options.watch.noteSwept(clock.now(), this.policies);
    }
  }

  /** What becomes of a lease by the policies as they are now; undefined when it stays what it is. */
  review(lease: StoredLease, subject: LeaseSubject): LeaseChange | undefined {
    const { config, book, clock } = this.options;
    return reviewLease(
      lease,
      subject,
      findLease(config.leases, subject.facts),
      {
        now: clock.now(),
        create: policy => book.create(subject, policy),
      },
    );
  }

  /** @returns whether it came to the end */
  private async sweep(signal: AbortSignal): Promise<boolean> {
    const { subjects } = this.options;
    let after: { target: string; id: string } | undefined;
    do {
      const page = await subjects.page(after, PAGE);
      await this.sweepPage(page.subjects);
      after = page.last;
      if (signal.aborted) {
        return false;
      }
    } while (after);
    await this.restGone();
    return true;
  }

  private async sweepPage(subjects: readonly LeaseSubject[]): Promise<void> {
    const { config, knex, store, book, clock } = this.options;
    for (const target of new Set(subjects.map(each => each.target))) {
      const here = subjects.filter(each => each.target === target);
      const leases = await store.listOf(
        knex,
        target,
        here.map(({ id }) => id),
      );
      const byId = new Map(
        leases.map(lease => [lease.provisionedProductId, lease]),
      );
      for (const subject of here) {
        const lease = byId.get(subject.id);
        const policy = findLease(config.leases, subject.facts);
        if (!lease && policy) {
          const begun = book.create(subject, policy);
          const note = describeBeginning(begun);
          await knex.transaction(tx => store.insert(tx, begun, note));
        } else if (lease) {
          const change = this.review(lease, subject);
          if (change) {
            await knex.transaction(async tx => {
              await store.forgetUntold(tx, lease.id);
              await store.save(tx, change.lease, clock.now(), change.note);
            });
          }
        }
      }
    }
  }

  /** Lets the leases rest whose provisioned product was terminated, or is not seen any more. */
  private async restGone(): Promise<void> {
    const { knex, store, clock } = this.options;
    const now = clock.now();
    const seenBefore = new Date(now.getTime() - UNSEEN_MS).toISOString();
    const rows = await knex<LeaseRow>('leases')
      .whereIn('status', ['running', 'expired'])
      .whereNotExists(
        knex<ProvisionedProductRow>('provisioned_products as there')
          .select('there.id')
          .whereRaw('there.target = leases.target')
          .whereRaw('there.id = leases.provisioned_product_id')
          .whereNull('there.deleted_at'),
      )
      .andWhere(gone =>
        gone
          .whereExists(
            knex<ProvisionedProductRow>('provisioned_products as ended')
              .select('ended.id')
              .whereRaw('ended.target = leases.target')
              .whereRaw('ended.id = leases.provisioned_product_id'),
          )
          .orWhere(unseen =>
            unseen
              .where('leases.started_at', '<', seenBefore)
              .whereExists(
                knex<SyncStateRow>('sync_states as copy')
                  .select('copy.target')
                  .whereRaw('copy.target = leases.target')
                  .where('copy.inventory', 'provisioned-products')
                  .whereRaw('copy.synced_at > leases.started_at'),
              ),
          ),
      );
    for (const row of rows) {
      const lease = fromLeaseRow(row);
      await knex.transaction(async tx => {
        await store.forgetUntold(tx, lease.id);
        await store.save(tx, rest(lease), now, {
          type: 'gone',
          message: 'What it is about is not there any more.',
        });
      });
    }
  }
}

/** A lease whose provisioned product is gone. */
export function rest(lease: StoredLease): StoredLease {
  return { ...lease, status: 'gone', problem: undefined, dueAt: undefined };
}
