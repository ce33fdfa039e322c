import { Knex } from 'knex';
import { SyncStateRow } from '../database/rows';

/** What of a target is copied by its own read. */
export type Inventory = SyncStateRow['inventory'];

/** How fresh the copy of a target is. */
export type Freshness = {
  /** End of the older one of the last complete reads; absent until every inventory was read once. */
  syncedAt?: string;
  /** Why the last attempt failed. */
  error?: string;
};

const inventories: readonly Inventory[] = ['products', 'provisioned-products'];

/** Keeps when each target was read. */
export class SyncStateStore {
  constructor(private readonly knex: Knex) {}

  /** Notes a complete read. */
  async succeeded(
    target: string,
    inventory: Inventory,
    at: string,
  ): Promise<void> {
    await this.knex<SyncStateRow>('sync_states')
      .insert({
        target,
        inventory,
        attempted_at: at,
        synced_at: at,
        error: null,
      })
      .onConflict(['target', 'inventory'])
      .merge();
  }

  /** Notes a read that failed; when the last complete one ended stays as it is. */
  async failed(
    target: string,
    inventory: Inventory,
    at: string,
    error: string,
  ): Promise<void> {
    await this.knex<SyncStateRow>('sync_states')
      .insert({ target, inventory, attempted_at: at, synced_at: null, error })
      .onConflict(['target', 'inventory'])
      .merge(['attempted_at', 'error']);
  }

  /** The freshness of every target that was ever attempted, by name. */
  async freshness(): Promise<Map<string, Freshness>> {
    const rows = await this.knex<SyncStateRow>('sync_states').select();
    const byTarget = new Map<string, Freshness>();
    for (const target of new Set(rows.map(row => row.target))) {
      const ofTarget = inventories.map(inventory =>
        rows.find(row => row.target === target && row.inventory === inventory),
      );
      const times = ofTarget.map(row => row?.synced_at ?? undefined);
      byTarget.set(target, {
        syncedAt: times.includes(undefined) ? undefined : times.sort()[0],
        error: ofTarget.find(row => row?.error)?.error ?? undefined,
      });
    }
    return byTarget;
  }
}
