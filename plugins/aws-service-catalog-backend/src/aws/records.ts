import {
  DescribeRecordCommand,
  ListRecordHistoryCommand,
  RecordDetail,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { AwsOutput, toOutput } from './outputs';

/** AWS's record of one change to a provisioned product. */
export type AwsRecord = {
  id: string;
  /** `PROVISION_PRODUCT`, `UPDATE_PROVISIONED_PRODUCT`, `TERMINATE_PROVISIONED_PRODUCT` or another that AWS may add. */
  type: string;
  /** `CREATED`, `IN_PROGRESS`, `IN_PROGRESS_IN_ERROR`, `SUCCEEDED` or `FAILED`. */
  status: string;
  provisionedProductId?: string;
  provisionedProductName?: string;
  productId?: string;
  versionId?: string;
  pathId?: string;
  createdAt?: Date;
  updatedAt?: Date;
  errors: { code: string; message: string }[];
  tags: { key: string; value: string }[];
  launchRole?: string;
};

/** Reads the SDK's shape of a record. */
export function toRecord(detail: RecordDetail | undefined): AwsRecord {
  return {
    id: detail?.RecordId ?? '',
    type: detail?.RecordType ?? '',
    status: detail?.Status ?? '',
    provisionedProductId: detail?.ProvisionedProductId,
    provisionedProductName: detail?.ProvisionedProductName,
    productId: detail?.ProductId,
    versionId: detail?.ProvisioningArtifactId,
    pathId: detail?.PathId,
    createdAt: detail?.CreatedTime,
    updatedAt: detail?.UpdatedTime,
    errors: (detail?.RecordErrors ?? []).map(error => ({
      code: error.Code ?? '',
      message: error.Description ?? '',
    })),
    tags: (detail?.RecordTags ?? []).map(tag => ({
      key: tag.Key ?? '',
      value: tag.Value ?? '',
    })),
    launchRole: detail?.LaunchRoleArn,
  };
}

/**
 * A record, with all its outputs when it succeeded; 20 outputs come per page.
 *
 * AWS API: `DescribeRecord`.
 *
 * @throws AwsCallError
 */
export async function describeRecord(
  target: AwsTarget,
  recordId: string,
  options?: CallOptions,
): Promise<AwsRecord & { outputs: AwsOutput[] }> {
  const outputs: AwsOutput[] = [];
  let record: AwsRecord | undefined;
  let pageToken: string | undefined;
  do {
    const answer = await target.read(
      'DescribeRecord',
      new DescribeRecordCommand({
        Id: recordId,
        PageSize: 20,
        PageToken: pageToken,
      }),
      options,
    );
    record = toRecord(answer.RecordDetail);
    outputs.push(...(answer.RecordOutputs ?? []).map(toOutput));
    pageToken = answer.NextPageToken || undefined;
  } while (pageToken);
  return { ...record, outputs };
}

/**
 * All records of a provisioned product, newest first, whoever caused them.
 *
 * AWS API: `ListRecordHistory` with access level Account; records stay after termination.
 *
 * @throws AwsCallError
 */
export async function listRecordHistory(
  target: AwsTarget,
  provisionedProductId: string,
  options?: CallOptions,
): Promise<AwsRecord[]> {
  const records: AwsRecord[] = [];
  let pageToken: string | undefined;
  do {
    const answer = await target.read(
      'ListRecordHistory',
      new ListRecordHistoryCommand({
        AccessLevelFilter: { Key: 'Account', Value: 'self' },
        SearchFilter: {
          Key: 'provisionedproduct',
          Value: provisionedProductId,
        },
        PageSize: 20,
        PageToken: pageToken,
      }),
      options,
    );
    records.push(...(answer.RecordDetails ?? []).map(toRecord));
    pageToken = answer.NextPageToken || undefined;
  } while (pageToken);
  const time = (record: AwsRecord) => record.createdAt?.getTime() ?? 0;
  return records.sort((a, b) => time(b) - time(a));
}
