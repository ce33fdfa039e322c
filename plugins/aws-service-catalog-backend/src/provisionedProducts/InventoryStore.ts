import { Knex } from 'knex';
import { AwsOutput, AwsProvisionedProductAttribute, AwsRecord } from '../aws';
import { PluginConfig, TargetConfig } from '../config';
import {
  ProvisionedProductOwnerRow,
  ProvisionedProductRow,
} from '../database/rows';
import { Mask, nothingSecret, OrderLinks } from './OrderLinks';
import { readTagOptions, toOwnedColumns } from './ownedColumns';
import { toInventoryRow } from './toRow';
import { writeOutputs, writeRecords } from './writeParts';

type AwsTag = AwsProvisionedProductAttribute['tags'][number];

/** Who owns something that we ordered or adopted. */
export type OwnerAssignment = {
  target: string;
  provisionedProductId: string;
  /** Entity ref. */
  owner: string;
  source: 'order' | 'adopted';
  entityRef?: string;
  requester?: string;
  orderId?: string;
  /** ISO 8601. */
  at: string;
};

/**
 * Waits for the owners that are being noted, and lets no more be noted until the transaction ends. Otherwise neither would see
 * what the other writes: the owner of something new, and something new that has an owner. In SQLite transactions wait for each
 * other anyway.
 */
async function holdOwners(tx: Knex): Promise<void> {
  if (tx.client.config.client.includes('pg')) {
    await tx.raw('lock table provisioned_product_owners in share mode');
  }
}

/**
 * Writes the copy of the inventory. Every method takes the transaction it is part of.
 */
export class InventoryStore {
  constructor(
    private readonly config: PluginConfig,
    private readonly orders: Pick<OrderLinks, 'createMasks'>,
  ) {}

  /**
   * Writes what of a page differs from our copy, or was missed before. A row that was written later than the page was asked for is left alone, as is
   * one that was terminated since.
   *
   * @param tx - a transaction: it keeps an order from naming an owner while the page is written
   * @param readAt - when the page was asked for, ISO 8601
   * @returns how many were written
   */
  async writePage(
    tx: Knex,
    targetName: string,
    attributes: readonly AwsProvisionedProductAttribute[],
    readAt: string,
  ): Promise<number> {
    const ids = attributes.map(({ id }) => id);
    if (ids.length === 0) {
      return 0;
    }
    const masked = await this.maskMessages(tx, targetName, attributes);
    await holdOwners(tx);
    const known = await tx<ProvisionedProductRow>('provisioned_products')
      .select('id', 'digest', 'missing_since', 'deleted_at')
      .where({ target: targetName })
      .whereIn('id', ids);
    const mappings = await tx<ProvisionedProductOwnerRow>(
      'provisioned_product_owners',
    )
      .select()
      .where({ target: targetName })
      .whereIn('provisioned_product_id', ids);
    const knownById = new Map(known.map(row => [row.id, row]));
    const mappingById = new Map(
      mappings.map(row => [row.provisioned_product_id, row]),
    );
    const tagOptions = await readTagOptions(
      tx,
      targetName,
      attributes.map(({ productId }) => productId),
    );
    const target = this.targetConfig(targetName);
    const changed = masked
      .map(attribute => ({
        ...toInventoryRow(
          attribute,
          targetName,
          toOwnedColumns(
            {
              product: { id: attribute.productId, name: attribute.productName },
              tags: attribute.tags,
            },
            {
              config: this.config,
              target,
              mapping: mappingById.get(attribute.id),
              tagOptions,
            },
          ),
          readAt,
        ),
        missing_since: null,
        deleted_at: null,
      }))
      .filter(row => {
        const before = knownById.get(row.id);
        return (
          before?.digest !== row.digest ||
          before.missing_since !== null ||
          before.deleted_at !== null
        );
      });
    if (changed.length > 0) {
      await tx('provisioned_products')
        .insert(changed)
        .onConflict(['target', 'id'])
        .merge()
        .where('provisioned_products.read_at', '<=', readAt)
        .andWhere(alive =>
          alive
            .whereNull('provisioned_products.deleted_at')
            .orWhere('provisioned_products.deleted_at', '<', readAt),
        );
    }
    return changed.length;
  }

  /**
   * Notes who owns something. It holds from now on, whatever a tag in AWS says.
   */
  async assignOwner(tx: Knex, assignment: OwnerAssignment): Promise<void> {
    const { target, provisionedProductId } = assignment;
    const ownership = {
      owner_ref: assignment.owner,
      entity_ref: assignment.entityRef ?? null,
      requester_ref: assignment.requester ?? null,
      order_id: assignment.orderId ?? null,
    };
    await tx<ProvisionedProductOwnerRow>('provisioned_product_owners')
      .insert({
        target,
        provisioned_product_id: provisionedProductId,
        ...ownership,
        source: assignment.source,
        assigned_at: assignment.at,
      })
      .onConflict(['target', 'provisioned_product_id'])
      .merge();
    await tx<ProvisionedProductRow>('provisioned_products')
      .where({ target, id: provisionedProductId })
      .update({
        ...ownership,
        owner_source: assignment.source,
        // The next sync sees a difference and writes the row as a whole; one that asked before now does not touch it.
        digest: '',
        read_at: assignment.at,
      });
  }

  /** Notes that something was read by itself, whether or not it had changed. */
  async noteRefreshed(
    tx: Knex,
    { target, id }: { target: string; id: string },
    readAt: string,
  ): Promise<void> {
    await tx<ProvisionedProductRow>('provisioned_products')
      .where({ target, id })
      .update({ refreshed_at: readAt });
  }

  /**
   * Takes something that AWS has terminated out of the lists. The row stays until a sync that began later agrees, so that one
   * that is under way does not bring it back.
   *
   * @param at - ISO 8601
   */
  async markTerminated(
    tx: Knex,
    address: { target: string; id: string },
    at: string,
  ): Promise<void> {
    await tx<ProvisionedProductRow>('provisioned_products')
      .where({ target: address.target, id: address.id })
      .update({ deleted_at: at });
  }

  /**
   * Writes outputs and records of a provisioned product, without the secrets of its orders. Those of one that we do not know are
   * left: there is nothing that they could belong to.
   *
   * @param readAt - when they were read, ISO 8601
   */
  async writeParts(
    tx: Knex,
    address: { target: string; id: string },
    parts: { outputs?: readonly AwsOutput[]; records?: readonly AwsRecord[] },
    readAt: string,
  ): Promise<void> {
    const { target, id } = address;
    const known = await tx<ProvisionedProductRow>('provisioned_products')
      .select('tags')
      .where({ target, id })
      .first();
    if (!known) {
      return;
    }
    const tags: AwsTag[] = JSON.parse(known.tags);
    const mask = (await this.createMasks(tx, target, [{ id, tags }]))(id);
    if (parts.outputs) {
      await writeOutputs(tx, address, parts.outputs, { readAt, mask });
    }
    if (parts.records) {
      await writeRecords(tx, address, parts.records, mask);
    }
  }

  /** What AWS says about provisioned products, without the secrets of their orders. */
  private async maskMessages(
    tx: Knex,
    target: string,
    attributes: readonly AwsProvisionedProductAttribute[],
  ): Promise<AwsProvisionedProductAttribute[]> {
    const masks = await this.createMasks(
      tx,
      target,
      attributes.filter(({ statusMessage }) => statusMessage !== undefined),
    );
    return Promise.all(
      attributes.map(async attribute => ({
        ...attribute,
        statusMessage:
          attribute.statusMessage &&
          (await masks(attribute.id).mask(attribute.statusMessage)),
      })),
    );
  }

  private async createMasks(
    tx: Knex,
    target: string,
    of: readonly { id: string; tags: readonly AwsTag[] }[],
  ): Promise<(id: string) => Mask> {
    const { order } = this.config.tags.keys;
    const masks =
      of.length > 0
        ? await this.orders.createMasks(
            tx,
            target,
            of.map(({ id, tags }) => ({
              id,
              orderId: tags.find(({ key }) => key === order)?.value,
            })),
          )
        : new Map<string, Mask>();
    return id => masks.get(id) ?? nothingSecret;
  }

  private targetConfig(name: string): TargetConfig {
    const target = this.config.targets.find(each => each.name === name);
    if (!target) {
      throw new Error(`There is no target '${name}'`);
    }
    return target;
  }
}
