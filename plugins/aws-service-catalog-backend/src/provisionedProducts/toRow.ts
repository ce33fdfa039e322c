import { createHash } from 'node:crypto';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { AwsProvisionedProductAttribute } from '../aws';
import { PluginConfig, TargetConfig } from '../config';
import {
  ProvisionedProductOwnerRow,
  ProvisionedProductRow,
} from '../database/rows';

/** The columns of a row that a read from AWS, together with our own mapping, determines. */
export type InventoryRow = Omit<
  ProvisionedProductRow,
  'outputs_read_at' | 'missing_since' | 'deleted_at'
>;

type Ownership = Pick<
  ProvisionedProductRow,
  'owner_ref' | 'owner_source' | 'entity_ref' | 'requester_ref' | 'order_id'
>;

/** A tag's value as a full entity ref; undefined when it is none. */
function refInTag(
  tags: AwsProvisionedProductAttribute['tags'],
  key: string,
): string | undefined {
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
  tags: AwsProvisionedProductAttribute['tags'],
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

/**
 * Makes the row of a provisioned product.
 *
 * @param readAt - when AWS was asked, ISO 8601
 */
export function toInventoryRow(
  attribute: AwsProvisionedProductAttribute,
  mapping: ProvisionedProductOwnerRow | undefined,
  target: TargetConfig,
  keys: PluginConfig['tags']['keys'],
  readAt: string,
): InventoryRow {
  const content = {
    target: target.name,
    id: attribute.id,
    name: attribute.name,
    sort_name: attribute.name.toLocaleLowerCase('en-US'),
    arn: attribute.arn,
    type: attribute.type,
    status: attribute.status,
    status_message: attribute.statusMessage ?? null,
    product_id: attribute.productId,
    product_name: attribute.productName,
    version_id: attribute.versionId,
    version_name: attribute.versionName,
    tags: JSON.stringify(attribute.tags),
    created_at: (attribute.createdAt ?? new Date(0)).toISOString(),
    last_record_id: attribute.lastRecordId ?? null,
    last_successful_record_id:
      attribute.lastSuccessfulProvisioningRecordId ?? null,
    ...decideOwnership(attribute.tags, mapping, target, keys),
  };
  const digest = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex');
  return { ...content, digest, read_at: readAt };
}
