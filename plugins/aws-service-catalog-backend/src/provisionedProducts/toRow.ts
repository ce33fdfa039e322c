import { createHash } from 'node:crypto';
import { AwsProvisionedProductAttribute } from '../aws';
import { ProvisionedProductRow } from '../database/rows';
import { OwnedColumns } from './ownedColumns';

/** The columns of a row that a read from AWS, together with our own mapping, determines. */
export type InventoryRow = Omit<
  ProvisionedProductRow,
  | 'refresh_asked_at'
  | 'refreshed_at'
  | 'outputs_read_at'
  | 'missing_since'
  | 'deleted_at'
>;

/**
 * Makes the row of a provisioned product.
 *
 * @param owned - who owns it
 * @param readAt - when AWS was asked, ISO 8601
 */
export function toInventoryRow(
  attribute: AwsProvisionedProductAttribute,
  targetName: string,
  owned: OwnedColumns,
  readAt: string,
): InventoryRow {
  const content = {
    target: targetName,
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
    ...owned,
  };
  const digest = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex');
  return { ...content, digest, read_at: readAt };
}
