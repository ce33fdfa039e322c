import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Knex } from 'knex';
import { Tag } from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig, TargetConfig } from '../config';
import {
  LaunchFormRow,
  ProvisionedProductOwnerRow,
  ProvisionedProductRow,
} from '../database/rows';
import { findTagDrift, TagOption } from '../ownership';

type Ownership = Pick<
  ProvisionedProductRow,
  'owner_ref' | 'owner_source' | 'entity_ref' | 'requester_ref' | 'order_id'
>;

/** The columns that follow from who owns something, and from its tags. */
export type OwnedColumns = Ownership & Pick<ProvisionedProductRow, 'drift'>;

/** The TagOptions of each known launch path of each product, by product id. */
export type KnownTagOptions = ReadonlyMap<string, readonly TagOption[][]>;

/** A tag's value as a full entity ref; undefined when it is none. */
function refInTag(tags: readonly Tag[], key: string): string | undefined {
  const value = tags.find(tag => tag.key === key)?.value;
  if (!value) {
    return undefined;
  }
  try {
    const { kind, namespace, name } = parseEntityRef(value);
    return stringifyEntityRef({ kind, namespace, name });
  } catch {
    return undefined;
  }
}

/**
 * Who owns a provisioned product: our mapping decides. Without one a tag gives ownership only where the target's tags are
 * trusted; the entity's tag only says on whose page it belongs and grants nothing.
 */
function decideOwnership(
  tags: readonly Tag[],
  mapping: ProvisionedProductOwnerRow | undefined,
  target: TargetConfig,
  keys: PluginConfig['tags']['keys'],
): Ownership {
  if (mapping) {
    return {
      owner_ref: mapping.owner_ref,
      owner_source: mapping.source,
      entity_ref: mapping.entity_ref,
      requester_ref: mapping.requester_ref,
      order_id: mapping.order_id,
    };
  }
  const owner = target.trustOwnerTags ? refInTag(tags, keys.owner) : undefined;
  return {
    owner_ref: owner ?? null,
    owner_source: owner ? 'tag' : null,
    entity_ref: refInTag(tags, keys.entity) ?? null,
    requester_ref: null,
    order_id: null,
  };
}

/** Works out who owns something, and which of its tags are not what they should be. */
export function toOwnedColumns(
  thing: { product: { id: string; name: string }; tags: readonly Tag[] },
  known: {
    config: PluginConfig;
    target: TargetConfig;
    mapping?: ProvisionedProductOwnerRow;
    tagOptions: KnownTagOptions;
  },
): OwnedColumns {
  const { config, target, mapping, tagOptions } = known;
  const ownership = decideOwnership(
    thing.tags,
    mapping,
    target,
    config.tags.keys,
  );
  const drift = findTagDrift(
    config,
    {
      ...thing,
      target,
      owner: ownership.owner_ref ?? undefined,
      ownerSource: ownership.owner_source ?? undefined,
      entityRef: ownership.entity_ref ?? undefined,
      requester: ownership.requester_ref ?? undefined,
      orderId: ownership.order_id ?? undefined,
    },
    tagOptions.get(thing.product.id) ?? [],
  );
  return {
    ...ownership,
    drift: drift.length > 0 ? JSON.stringify(drift) : null,
  };
}

/** Reads the TagOptions of some products, as the launch forms have them that somebody has opened last. */
export async function readTagOptions(
  tx: Knex,
  target: string,
  productIds: readonly string[],
): Promise<KnownTagOptions> {
  const rows = await tx<LaunchFormRow>('launch_forms')
    .select('product_id', 'path_id', 'tag_options')
    .where({ target })
    .whereIn('product_id', [...new Set(productIds)])
    .whereNotNull('tag_options')
    .orderBy('fetched_at');
  const byProduct = new Map<string, Map<string, TagOption[]>>();
  for (const row of rows) {
    const byPath = byProduct.get(row.product_id) ?? new Map();
    // The forms of all versions have the same: the last one that was read counts.
    byPath.set(row.path_id, JSON.parse(row.tag_options ?? '[]'));
    byProduct.set(row.product_id, byPath);
  }
  return new Map(
    [...byProduct].map(([id, byPath]) => [id, [...byPath.values()]]),
  );
}
