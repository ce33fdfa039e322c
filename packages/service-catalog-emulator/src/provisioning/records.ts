import { Output } from '../context';
import {
  ProvisionedProduct,
  ProvisioningRecord,
  RecordOutput,
} from '../state/entities';
import { isProvisioning } from '../state/Records';
import { timestamp } from '../catalog/views';
import { STACK_ARN_OUTPUT } from './prepareStack';

/** A record's status, as the clock has it. */
export type RecordStatus =
  | 'CREATED'
  | 'IN_PROGRESS'
  | 'IN_PROGRESS_IN_ERROR'
  | 'SUCCEEDED'
  | 'FAILED';

/** Status of a record, and since when it has had it. */
export function recordStatus(
  record: ProvisioningRecord,
  now: number,
): { status: RecordStatus; since: number } {
  const { completesAt, failsAt, startsAt, createdTime } = record;
  if (completesAt !== undefined && now >= completesAt) {
    return { status: record.outcome.status, since: completesAt };
  }
  if (failsAt !== undefined && now >= failsAt) {
    return { status: 'IN_PROGRESS_IN_ERROR', since: failsAt };
  }
  return now >= startsAt
    ? { status: 'IN_PROGRESS', since: startsAt }
    : { status: 'CREATED', since: createdTime };
}

/** `RecordDetail`. */
export function recordDetail(record: ProvisioningRecord, now: number): Output {
  const { status, since } = recordStatus(record, now);
  const failed = status === 'FAILED' || status === 'IN_PROGRESS_IN_ERROR';
  return {
    RecordId: record.id,
    ProvisionedProductName: record.provisionedProductName,
    Status: status,
    CreatedTime: timestamp(record.createdTime),
    UpdatedTime: timestamp(since),
    ProvisionedProductType: record.provisionedProductType,
    RecordType: record.type,
    ProvisionedProductId: record.provisionedProductId,
    ProductId: record.productId,
    ProvisioningArtifactId: record.artifactId,
    PathId: record.pathId,
    RecordErrors: failed ? record.outcome.errors : [],
    RecordTags: record.tags,
    LaunchRoleArn: record.launchRoleArn,
  };
}

/** Outputs of a record: the stack's ARN as soon as there is a stack, the others at the end. */
export function recordOutputs(
  record: ProvisioningRecord,
  product: ProvisionedProduct | undefined,
  now: number,
): RecordOutput[] {
  const { status } = recordStatus(record, now);
  if (status === 'SUCCEEDED' || status === 'FAILED') {
    return record.outcome.outputs;
  }
  const concernsStack =
    isProvisioning(record) || record.type === 'TERMINATE_PROVISIONED_PRODUCT';
  return concernsStack && status !== 'CREATED' && product?.stackId !== undefined
    ? [{ OutputKey: STACK_ARN_OUTPUT, OutputValue: product.stackId }]
    : [];
}

/** What both descriptions of a provisioned product begin with. */
function commonDetail(product: ProvisionedProduct): Output {
  return {
    Name: product.name,
    Arn: product.arn,
    Type: product.type,
    Id: product.id,
    Status: product.status,
    StatusMessage: product.statusMessage,
    CreatedTime: timestamp(product.createdTime),
    IdempotencyToken: product.idempotencyToken,
    LastRecordId: product.lastRecordId,
    LastProvisioningRecordId: product.lastProvisioningRecordId,
    LastSuccessfulProvisioningRecordId:
      product.lastSuccessfulProvisioningRecordId,
  };
}

/** `ProvisionedProductDetail`. */
export function provisionedProductDetail(product: ProvisionedProduct): Output {
  return {
    ...commonDetail(product),
    ProductId: product.productId,
    ProvisioningArtifactId: product.artifactId,
    LaunchRoleArn: product.launchRoleArn,
  };
}

/** `ProvisionedProductAttribute`, as searches return it. */
export function provisionedProductAttribute(
  product: ProvisionedProduct,
): Output {
  return {
    ...commonDetail(product),
    Tags: product.tags,
    PhysicalId: product.stackId,
    ProductId: product.productId,
    ProductName: product.productName,
    ProvisioningArtifactId: product.artifactId,
    ProvisioningArtifactName: product.artifactName,
    UserArn: product.userArn,
    UserArnSession: product.userArnSession,
  };
}
