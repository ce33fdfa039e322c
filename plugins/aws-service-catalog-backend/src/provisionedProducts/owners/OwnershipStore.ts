import { Knex } from 'knex';
import {
  Tag,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig } from '../../config';
import {
  ProvisionedProductOwnerRow,
  ProvisionedProductRow,
} from '../../database/rows';
import { readTagOptions, toOwnedColumns } from '../ownedColumns';
import { StoredProvisionedProduct } from '../ProvisionedProductStore';

/** Something that has an owner. */
export type Ownable = Pick<
  StoredProvisionedProduct,
  | 'target'
  | 'id'
  | 'name'
  | 'product'
  | 'entityRef'
  | 'ownerSource'
  | 'requester'
  | 'orderId'
>;

/** Who is to own something. */
export type NewOwner = {
  owner: string;
  entityRef?: string;
  requester?: string;
  orderId?: string;
  /** ISO 8601. */
  at: string;
};

function toOwnable(row: ProvisionedProductRow): Ownable {
  return {
    target: row.target,
    id: row.id,
    name: row.name,
    product: { id: row.product_id, name: row.product_name },
    entityRef: row.entity_ref ?? undefined,
    ownerSource: row.owner_source ?? undefined,
    requester: row.requester_ref ?? undefined,
    orderId: row.order_id ?? undefined,
  };
}

function toMapping(
  { target, id }: TargetAddress,
  { owner, entityRef, requester, orderId, at }: NewOwner,
): ProvisionedProductOwnerRow {
  return {
    target,
    provisioned_product_id: id,
    owner_ref: owner,
    source: 'adopted',
    entity_ref: entityRef ?? null,
    requester_ref: requester ?? null,
    order_id: orderId ?? null,
    assigned_at: at,
  };
}

/**
 * Writes who owns what, as operators say. Every method takes the transaction it is part of, and writes to the owners first: a page
 * of a sync that is being written meanwhile waits for it, or has ended.
 */
export class OwnershipStore {
  constructor(private readonly config: PluginConfig) {}

  /**
   * Gives something an owner that has none.
   *
   * @returns whether it had none
   */
  async adopt(
    tx: Knex,
    address: TargetAddress,
    owner: NewOwner,
  ): Promise<boolean> {
    const inserted = await tx<ProvisionedProductOwnerRow>(
      'provisioned_product_owners',
    )
      .insert(toMapping(address, owner))
      .onConflict(['target', 'provisioned_product_id'])
      .ignore()
      .returning('target');
    if (inserted.length === 0) {
      return false;
    }
    await this.follow(tx, address);
    return true;
  }

  /**
   * Gives something another owner.
   *
   * @param from - who owns it now
   * @param to.members - those of the new owner: whoever ordered it keeps access only as one of them
   * @param to.entities - entities of the new owner's: one that only a tag names is kept only as one of them
   * @param to.at - ISO 8601
   * @returns whether it was still owned by `from`
   */
  async handOver(
    tx: Knex,
    thing: Ownable,
    from: string,
    to: {
      owner: string;
      members: ReadonlySet<string>;
      entities: ReadonlySet<string>;
      at: string;
    },
  ): Promise<boolean> {
    const { entityRef, ownerSource, requester, orderId } = thing;
    const keepsEntity =
      ownerSource !== 'tag' || to.entities.has(entityRef ?? '');
    const isMember = requester !== undefined && to.members.has(requester);
    const written = await tx<ProvisionedProductOwnerRow>(
      'provisioned_product_owners',
    )
      .insert(
        toMapping(thing, {
          owner: to.owner,
          entityRef: keepsEntity ? entityRef : undefined,
          requester: isMember ? requester : undefined,
          orderId,
          at: to.at,
        }),
      )
      .onConflict(['target', 'provisioned_product_id'])
      .merge()
      .where('provisioned_product_owners.owner_ref', from)
      .returning('target');
    if (written.length > 0) {
      await this.follow(tx, thing);
    }
    return written.length > 0;
  }

  /**
   * Forgets who was said to own something. A trusted tag makes an owner again.
   *
   * @returns whether somebody had said so
   */
  async release(tx: Knex, address: TargetAddress): Promise<boolean> {
    const forgotten = await tx<ProvisionedProductOwnerRow>(
      'provisioned_product_owners',
    )
      .where({
        target: address.target,
        provisioned_product_id: address.id,
        source: 'adopted',
      })
      .delete();
    if (forgotten > 0) {
      await this.follow(tx, address);
    }
    return forgotten > 0;
  }

  /** What an owner has in the targets that are configured, in the order of a list that goes on after the last one. */
  async listOwned(
    tx: Knex,
    owner: string,
    page: { after?: TargetAddress; limit: number },
  ): Promise<Ownable[]> {
    const rows: ProvisionedProductRow[] = await tx<ProvisionedProductRow>(
      'provisioned_products',
    )
      .where({ owner_ref: owner })
      .whereIn(
        'target',
        this.config.targets.map(({ name }) => name),
      )
      .whereNull('deleted_at')
      .modify(query => {
        if (page.after) {
          const { target, id } = page.after;
          query.whereRaw('(target, id) > (?, ?)', [target, id]);
        }
      })
      .orderBy(['target', 'id'])
      .limit(page.limit);
    return rows.map(toOwnable);
  }

  /** Brings our copy of something in line with who owns it now. */
  private async follow(tx: Knex, address: TargetAddress): Promise<void> {
    const { target: name, id } = address;
    const target = this.config.targets.find(each => each.name === name);
    const row = await tx<ProvisionedProductRow>('provisioned_products')
      .where({ target: name, id })
      .first();
    if (!target || !row) {
      return;
    }
    const tags: Tag[] = JSON.parse(row.tags);
    await tx<ProvisionedProductRow>('provisioned_products')
      .where({ target: name, id })
      .update({
        ...toOwnedColumns(
          { product: { id: row.product_id, name: row.product_name }, tags },
          {
            config: this.config,
            target,
            mapping: await this.findMapping(tx, address),
            tagOptions: await readTagOptions(tx, name, [row.product_id]),
          },
        ),
        // The next sync writes the row as a whole.
        digest: '',
      });
  }

  private async findMapping(
    tx: Knex,
    { target, id }: TargetAddress,
  ): Promise<ProvisionedProductOwnerRow | undefined> {
    return tx<ProvisionedProductOwnerRow>('provisioned_product_owners')
      .where({ target, provisioned_product_id: id })
      .first();
  }
}
