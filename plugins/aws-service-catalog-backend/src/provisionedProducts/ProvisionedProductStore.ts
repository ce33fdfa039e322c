import { Knex } from 'knex';
import {
  CatalogRecord,
  Output,
  ProvisionedProduct,
  TagDrift,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller, whereWithinFloor } from '../authorize';
import {
  FieldColumns,
  PolicyConditions,
  wherePolicyAllows,
} from '../database/conditions';
import { encodeCursor, orderAndSkip } from '../database/cursor';
import { OutputRow, ProvisionedProductRow, RecordRow } from '../database/rows';
import { findLostLaunchRole } from './lostLaunchRole';
import {
  ProvisionedProductFilter,
  whereMatches,
} from './provisionedProductFilter';

/** A provisioned product as our copy has it; what is configured about its target, and orders, are not part of it. */
export type StoredProvisionedProduct = Omit<
  ProvisionedProduct,
  'accountId' | 'region' | 'syncedAt' | 'openOrderId' | 'drifted'
> & {
  /** Absent: none. */
  drift?: TagDrift[];
  requester?: string;
  /** When AWS said so, or said the same again. */
  readAt: string;
  outputsReadAt?: string;
};

/** The fields that permission conditions on provisioned products use. */
export type ProvisionedProductField =
  | 'target'
  | 'productId'
  | 'productName'
  | 'requester'
  | 'owner';

const table = 'provisioned_products';

const policyColumns: FieldColumns<ProvisionedProductField> = {
  target: `${table}.target`,
  productId: `${table}.product_id`,
  productName: `${table}.product_name`,
  requester: `${table}.requester_ref`,
  owner: `${table}.owner_ref`,
};

const floorColumns = {
  target: `${table}.target`,
  owner: `${table}.owner_ref`,
  requester: `${table}.requester_ref`,
};

/** What a list is ordered by: the name, or when leases end that are asked for by that. */
function sortColumn({ leaseEndsBefore }: ProvisionedProductFilter): string {
  return leaseEndsBefore === undefined
    ? `${table}.sort_name`
    : 'leases.ends_at';
}

function fromRow(row: ProvisionedProductRow): StoredProvisionedProduct {
  return {
    target: row.target,
    id: row.id,
    name: row.name,
    arn: row.arn,
    type: row.type,
    status: row.status as ProvisionedProduct['status'],
    statusMessage: row.status_message ?? undefined,
    product: { id: row.product_id, name: row.product_name },
    version: { id: row.version_id, name: row.version_name },
    owner: row.owner_ref ?? undefined,
    ownerSource: row.owner_source ?? undefined,
    entityRef: row.entity_ref ?? undefined,
    orderId: row.order_id ?? undefined,
    requester: row.requester_ref ?? undefined,
    tags: JSON.parse(row.tags),
    drift: row.drift === null ? undefined : JSON.parse(row.drift),
    createdAt: row.created_at,
    readAt:
      row.refreshed_at && row.refreshed_at > row.read_at
        ? row.refreshed_at
        : row.read_at,
    outputsReadAt: row.outputs_read_at ?? undefined,
  };
}

/** Reads the copy of the inventory. */
export class ProvisionedProductStore {
  constructor(private readonly knex: Knex) {}

  /** One page of what a caller may see, by name; what has leases that are to end before some time by the end of its lease. */
  async list(
    caller: Caller,
    policy: PolicyConditions<ProvisionedProductField>,
    filter: ProvisionedProductFilter,
  ): Promise<{
    items: StoredProvisionedProduct[];
    total: number;
    nextCursor?: string;
  }> {
    const matching = this.knex<ProvisionedProductRow>(table)
      .whereNull(`${table}.deleted_at`)
      .modify(query => {
        whereWithinFloor(query, caller, floorColumns);
        wherePolicyAllows(query, policy, policyColumns);
        whereMatches(query, filter);
      });
    const sortedBy = sortColumn(filter);
    const rows: (ProvisionedProductRow & { sorted_by: string })[] =
      await matching
        .clone()
        .select(`${table}.*`, `${sortedBy} as sorted_by`)
        .modify(query =>
          orderAndSkip(
            query,
            [sortedBy, `${table}.target`, `${table}.id`],
            filter.cursor,
          ),
        )
        .limit(filter.limit + 1);
    const page = rows.slice(0, filter.limit);
    const last = page[page.length - 1];
    // Most entities have few: then the first page has all of them, and there is nothing to count.
    const isAll = filter.cursor === undefined && rows.length === page.length;
    const [{ total }] = isAll
      ? [{ total: rows.length }]
      : await matching.clone().count({ total: '*' });
    return {
      items: page.map(fromRow),
      total: Number(total),
      nextCursor:
        rows.length > page.length
          ? encodeCursor([last.sorted_by, last.target, last.id])
          : undefined,
    };
  }

  /** One provisioned product, whoever may see it; undefined once it was terminated. */
  async find(
    target: string,
    id: string,
  ): Promise<StoredProvisionedProduct | undefined> {
    const row = await this.knex<ProvisionedProductRow>(table)
      .where({ target, id })
      .whereNull('deleted_at')
      .first();
    return row && fromRow(row);
  }

  /** How many of what a caller may see each owner has in each target. */
  async countByOwner(
    caller: Caller,
    policy: PolicyConditions<ProvisionedProductField>,
  ): Promise<{ owner?: string; target: string; count: number }[]> {
    const rows: { owner_ref: string | null; target: string; total: unknown }[] =
      await this.knex<ProvisionedProductRow>(table)
        .select('owner_ref', 'target')
        .count({ total: '*' })
        .whereNull(`${table}.deleted_at`)
        .modify(query => {
          whereWithinFloor(query, caller, floorColumns);
          wherePolicyAllows(query, policy, policyColumns);
        })
        .groupBy('owner_ref', 'target');
    return rows.map(row => ({
      owner: row.owner_ref ?? undefined,
      target: row.target,
      count: Number(row.total),
    }));
  }

  /** Whether one of some targets has a provisioned product of a name. */
  async isNameTaken(
    targets: readonly string[],
    name: string,
  ): Promise<boolean> {
    const row = await this.knex<ProvisionedProductRow>(table)
      .select('id')
      .where({ name })
      .whereIn('target', [...targets])
      .whereNull('deleted_at')
      .first();
    return row !== undefined;
  }

  /** The names of what AWS could not change with its launch role, by the ARN of that role. */
  async listByLostLaunchRole(
    target: string,
  ): Promise<ReadonlyMap<string, string[]>> {
    const rows = await this.knex<ProvisionedProductRow>(table)
      .select('name', 'status_message')
      .where({ target })
      .whereIn('status', ['TAINTED', 'ERROR'])
      .whereNull('deleted_at')
      .orderBy('sort_name');
    const names = new Map<string, string[]>();
    for (const { name, status_message: message } of rows) {
      const role = findLostLaunchRole(message ?? undefined);
      if (role !== undefined) {
        names.set(role, [...(names.get(role) ?? []), name]);
      }
    }
    return names;
  }

  /** The outputs of a provisioned product, in AWS's order. */
  async listOutputs(target: string, id: string): Promise<Output[]> {
    const rows = await this.knex<OutputRow>('outputs')
      .where({ target, provisioned_product_id: id })
      .orderBy('position');
    return rows.map(row => ({
      key: row.key,
      value: row.value ?? undefined,
      description: row.description ?? undefined,
      secret: Boolean(row.secret),
    }));
  }

  /** The records of a provisioned product, newest first. */
  async listRecords(
    target: string,
    id: string,
  ): Promise<Omit<CatalogRecord, 'orderId'>[]> {
    const rows = await this.knex<RecordRow>('records')
      .where({ target, provisioned_product_id: id })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(row => ({
      id: row.id,
      type: row.type,
      status: row.status,
      createdAt: row.created_at,
      updatedAt: row.updated_at ?? undefined,
      errors: JSON.parse(row.errors),
    }));
  }
}
