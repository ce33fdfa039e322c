import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../config';
import { ProvisionedProductRow, SyncStateRow } from '../database/rows';
import { StepBoundaryService } from '../orders';
import { findLease } from '../policy';
import { describeBeginning, LeaseBook } from './LeaseBook';
import { LeaseStore } from './LeaseStore';
import { LeaseSubject, LeaseSubjects } from './LeaseSubjects';
import { LeaseWatch, Watch } from './LeaseWatch';
import { reviewLease } from './reviewLease';
import { StoredLease } from './StoredLease';
import { insertLeases, LeaseChange, saveLeases } from './writeLeases';

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
      stepBoundary: StepBoundaryService;
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

  /**
   * What becomes of a lease by the policies as they are now; undefined when it stays what it is.
   *
   * @param cameToNothing - whether the order that was to terminate it has ended without success
   */
  review(
    lease: StoredLease,
    subject: LeaseSubject,
    cameToNothing = false,
  ): LeaseChange | undefined {
    const { config, book, clock } = this.options;
    return reviewLease(
      lease,
      subject,
      findLease(config.leases, subject.facts),
      {
        now: clock.now(),
        create: policy => book.create(subject, policy),
        cameToNothing,
      },
    );
  }

  /** @returns whether it came to the end */
  private async sweep(signal: AbortSignal): Promise<boolean> {
    const { subjects } = this.options;
    for (const target of subjects.targets) {
      let after: string | undefined = '';
      while (after !== undefined) {
        if (signal.aborted) {
          return false;
        }
        const page: Awaited<ReturnType<LeaseSubjects['page']>> =
          await subjects.page(target, after, PAGE);
        await this.sweepPage(target, page.subjects);
        await this.options.stepBoundary.reach('leases-compared');
        // SQLite answers without ever letting anything else have its turn.
        await nextTurn();
        after = page.last;
      }
    }
    await this.restGone(signal);
    return true;
  }

  private async sweepPage(
    target: string,
    subjects: readonly LeaseSubject[],
  ): Promise<void> {
    const { knex, store, clock } = this.options;
    const leases = await store.listOf(
      knex,
      target,
      subjects.map(({ id }) => id),
    );
    const byId = new Map(
      leases.map(lease => [lease.provisionedProductId, lease]),
    );
    await this.beginAll(subjects.filter(({ id }) => !byId.has(id)));
    const changes = subjects.flatMap(subject => {
      const lease = byId.get(subject.id);
      const change = lease && this.review(lease, subject);
      return change ? { ...change, supersedes: true } : [];
    });
    await knex.transaction(tx => saveLeases(tx, changes, clock.now()));
  }

  private async beginAll(subjects: readonly LeaseSubject[]): Promise<void> {
    const { config, knex, book } = this.options;
    const begun = subjects.flatMap(subject => {
      const policy = findLease(config.leases, subject.facts);
      if (!policy) {
        return [];
      }
      const lease = book.create(subject, policy);
      return { lease, note: describeBeginning(lease) };
    });
    await knex.transaction(tx => insertLeases(tx, begun));
  }

  /** Lets the leases rest whose provisioned product was terminated, or is not seen any more. */
  private async restGone(signal: AbortSignal): Promise<void> {
    const { knex, store, clock } = this.options;
    const syncedAt = await this.listSyncs();
    let after: string | undefined = '';
    while (after !== undefined && !signal.aborted) {
      const page: Awaited<ReturnType<LeaseStore['listInForce']>> =
        await store.listInForce(knex, { after, limit: PAGE });
      const rowOf = await this.listRows(page.leases);
      const now = clock.now();
      const seenBefore = new Date(now.getTime() - UNSEEN_MS).toISOString();
      const gone = page.leases.filter(lease => {
        const row = rowOf.get(addressOf(lease));
        const { startedAt, target } = lease;
        return row
          ? row.deleted_at !== null
          : startedAt < seenBefore && startedAt < (syncedAt.get(target) ?? '');
      });
      const changes = gone.map(
        (lease): LeaseChange => ({
          lease: rest(lease),
          note: {
            type: 'gone',
            message: 'What it is about is not there any more.',
          },
          supersedes: true,
        }),
      );
      await knex.transaction(tx => saveLeases(tx, changes, now));
      after = page.last;
      await nextTurn();
    }
  }

  /** When each target was last synced completely. */
  private async listSyncs(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.options
      .knex<SyncStateRow>('sync_states')
      .where({ inventory: 'provisioned-products' });
    return new Map(rows.map(row => [row.target, row.synced_at ?? '']));
  }

  private async listRows(
    leases: readonly StoredLease[],
  ): Promise<ReadonlyMap<string, Pick<ProvisionedProductRow, 'deleted_at'>>> {
    const rows = await this.options
      .knex<ProvisionedProductRow>('provisioned_products')
      .select('target', 'id', 'deleted_at')
      .whereIn('target', [...new Set(leases.map(({ target }) => target))])
      .whereIn(
        'id',
        leases.map(({ provisionedProductId }) => provisionedProductId),
      );
    return new Map(rows.map(row => [`${row.target} ${row.id}`, row]));
  }
}

function addressOf({ target, provisionedProductId }: StoredLease): string {
  return `${target} ${provisionedProductId}`;
}

/** A lease whose provisioned product is gone. */
export function rest(lease: StoredLease): StoredLease {
  return { ...lease, status: 'gone', problem: undefined, dueAt: undefined };
}
