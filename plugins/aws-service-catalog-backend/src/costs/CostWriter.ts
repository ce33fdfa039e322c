import { Knex } from 'knex';
import { PluginConfig } from '../config';
import {
  ProvisionedProductOwnerRow,
  ProvisionedProductRow,
} from '../database/rows';
import { Attribution, parseProvisionedProductArn } from './attributeCosts';
import { forgetOldHistories, refreshHistories } from './costHistories';
import { CostRow } from './costRows';
import { addMonths, monthOf, MONTHS_KEPT } from './months';
import { CostsByTagValue } from './readPayer';
import { CostItem, keyColumns, keyOf, toCostRows } from './toCostRows';

/** At most so many provisioned products are written at a time; each has a row per month. */
const BATCH_SIZE = 200;

const READ_SIZE = 5_000;

/** At most so many rows are written in one statement. */
const ROWS_PER_STATEMENT = 500;

/** What is known of a provisioned product. */
type Known = Attribution & { createdAt?: string; runs: boolean };

function differs(before: CostRow | undefined, after: CostRow): boolean {
  const columns = Object.keys(after) as (keyof CostRow)[];
  return !before || columns.some(column => before[column] !== after[column]);
}

/** Keeps what was read of costs, with whose it was. */
export class CostWriter {
  constructor(
    private readonly options: {
      knex: Knex;
      config: Pick<PluginConfig, 'targets'>;
    },
  ) {}

  /**
   * Writes what a payer account's Cost Explorer says, as far as it is about targets; only what is different. Of earlier months nothing
   * is removed, because AWS forgets what the cost allocation tag was when it is deactivated.
   *
   * @param now - when AWS was asked
   * @returns how many rows were written
   */
  async write(
    accountId: string,
    costs: CostsByTagValue,
    now: Date,
    signal?: AbortSignal,
  ): Promise<number> {
    const items = await this.toItems(costs);
    const seen = new Set<string>();
    let written = 0;
    for (let from = 0; from < items.length; from += BATCH_SIZE) {
      signal?.throwIfAborted();
      const batch = items.slice(from, from + BATCH_SIZE);
      written += await this.options.knex.transaction(tx =>
        this.writeBatch(tx, accountId, batch, now, seen),
      );
    }
    if (items.length > 0) {
      await this.removeUnseen(accountId, now, seen);
    }
    await this.options.knex.transaction(async tx => {
      const forgotten = await tx<CostRow>('costs')
        .where('month', '<', addMonths(monthOf(now), 1 - MONTHS_KEPT))
        .delete();
      if (forgotten > 0) {
        await forgetOldHistories(tx, now);
      }
    });
    return written;
  }

  /** Whether anything has run since an instant, ISO 8601, or longer. */
  async hasRunSince(instant: string): Promise<boolean> {
    const row = await this.options
      .knex<ProvisionedProductRow>('provisioned_products')
      .select('id')
      .where('created_at', '<=', instant)
      .whereNull('deleted_at')
      .first();
    return row !== undefined;
  }

  /** Which provisioned products the values of the tag are: ARNs, or bare ids. */
  private async toItems(costs: CostsByTagValue): Promise<CostItem[]> {
    const { config, knex } = this.options;
    const items: CostItem[] = [];
    const byId = new Map<string, CostItem['costs']>();
    for (const [value, ofValue] of costs) {
      const parsed = parseProvisionedProductArn(value);
      const target = config.targets.find(
        ({ accountId, region }) =>
          accountId === parsed?.accountId && region === parsed.region,
      );
      if (parsed && target) {
        const { id, name } = parsed;
        items.push({ target: target.name, id, name, costs: ofValue });
      } else if (!parsed) {
        byId.set(value, ofValue);
      }
    }
    const ids = [...byId.keys()];
    for (let from = 0; from < ids.length; from += ROWS_PER_STATEMENT) {
      const rows: Pick<ProvisionedProductRow, 'target' | 'id'>[] = await knex(
        'provisioned_products',
      )
        .select('target', 'id')
        .whereIn('id', ids.slice(from, from + ROWS_PER_STATEMENT));
      for (const { target, id } of rows) {
        items.push({ target, id, costs: byId.get(id) ?? new Map() });
      }
    }
    return items;
  }

  private async writeBatch(
    tx: Knex,
    accountId: string,
    items: readonly CostItem[],
    now: Date,
    seen: Set<string>,
  ): Promise<number> {
    const ids = items.map(({ id }) => id);
    const targets = [...new Set(items.map(({ target }) => target))];
    const known = await findKnown(tx, targets, ids);
    const before: CostRow[] = await tx<CostRow>('costs')
      .select()
      .whereIn('target', targets)
      .whereIn('provisioned_product_id', ids)
      .orderBy('month');
    const existing = new Map(before.map(row => [keyOf(row), row]));
    // Ordered by month, so the last one of each stays.
    const lastKnown = new Map(
      before.map(row => [`${row.target}/${row.provisioned_product_id}`, row]),
    );
    const rows = items.flatMap(item => {
      const address = `${item.target}/${item.id}`;
      const of = known.get(address);
      return toCostRows(accountId, item, now, {
        known: of?.product_id ? of : lastKnown.get(address) ?? of,
        runs: of?.runs ? of.createdAt : undefined,
        existing,
      });
    });
    rows.forEach(row => seen.add(keyOf(row)));
    const changed = rows.filter(row => differs(existing.get(keyOf(row)), row));
    for (let from = 0; from < changed.length; from += ROWS_PER_STATEMENT) {
      await tx<CostRow>('costs')
        .insert(changed.slice(from, from + ROWS_PER_STATEMENT))
        .onConflict([...keyColumns])
        .merge();
    }
    await refreshHistories(tx, changed, now);
    return changed.length;
  }

  /** What AWS took back of this month and the last, whose bills are not final. */
  private async removeUnseen(
    accountId: string,
    now: Date,
    seen: ReadonlySet<string>,
  ): Promise<void> {
    const { knex } = this.options;
    const month = monthOf(now);
    for (const open of [month, addMonths(month, -1)]) {
      let after = '';
      let rows: CostRow[];
      do {
        rows = await knex<CostRow>('costs')
          .select()
          .where({ account_id: accountId, month: open })
          .where('provisioned_product_id', '>', after)
          .orderBy('provisioned_product_id')
          .limit(READ_SIZE);
        const unseen = rows.filter(row => !seen.has(keyOf(row)));
        await knex.transaction(async tx => {
          for (const row of unseen) {
            await tx<CostRow>('costs')
              .where(Object.fromEntries(keyColumns.map(key => [key, row[key]])))
              .delete();
          }
          await refreshHistories(tx, unseen, now);
        });
        after = rows[rows.length - 1]?.provisioned_product_id;
      } while (rows.length === READ_SIZE);
    }
  }
}

/** What the inventory knows of some provisioned products, by `<target>/<id>`; of those that are gone, whose they were. */
async function findKnown(
  tx: Knex,
  targets: readonly string[],
  ids: readonly string[],
): Promise<Map<string, Known>> {
  const owners = await tx<ProvisionedProductOwnerRow>(
    'provisioned_product_owners',
  )
    .select()
    .whereIn('target', [...targets])
    .whereIn('provisioned_product_id', [...ids]);
  const running = await tx<ProvisionedProductRow>('provisioned_products')
    .select()
    .whereIn('target', [...targets])
    .whereIn('id', [...ids]);
  return new Map([
    ...owners.map((row): [string, Known] => [
      `${row.target}/${row.provisioned_product_id}`,
      {
        name: null,
        product_id: null,
        product_name: null,
        owner_ref: row.owner_ref,
        entity_ref: row.entity_ref,
        requester_ref: row.requester_ref,
        runs: false,
      },
    ]),
    ...running.map((row): [string, Known] => [
      `${row.target}/${row.id}`,
      {
        name: row.name,
        product_id: row.product_id,
        product_name: row.product_name,
        owner_ref: row.owner_ref,
        entity_ref: row.entity_ref,
        requester_ref: row.requester_ref,
        createdAt: row.created_at,
        runs: row.deleted_at === null,
      },
    ]),
  ]);
}
