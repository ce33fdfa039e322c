import {
  ImportAsProvisionedProductCommand,
  ProvisionProductCommand,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
  UpdateProvisionedProductPropertiesCommand,
} from '@aws-sdk/client-service-catalog';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { AwsRecord, toRecord } from './records';

/** A value of a launch. */
export type AwsParameterValue = {
  key: string;
  value: string;
  /** Whether the value must not come out in an error. */
  secret: boolean;
};

/** A tag. */
export type AwsTag = { key: string; value: string };

/** The body of a launch. Identical bodies with an identical token are one launch. */
export type ProvisionProductRequest = {
  /** Saved before the first send. */
  token: string;
  productId: string;
  versionId: string;
  pathId: string;
  name: string;
  parameters: readonly AwsParameterValue[];
  tags: readonly AwsTag[];
};

/** The body of an update. Identical bodies with an identical token are one update. */
export type UpdateProvisionedProductRequest = {
  /** Saved before the first send. */
  token: string;
  provisionedProductId: string;
  productId: string;
  versionId: string;
  pathId: string;
  parameters: readonly (
    | AwsParameterValue
    | { key: string; usePreviousValue: true }
  )[];
  /** Stack sets only: the accounts and Regions whose stacks are updated; left out, those of the STACKSET constraint. */
  stackSet?: { accounts: readonly string[]; regions: readonly string[] };
  /** All tags; only where the RESOURCE_UPDATE constraint allows it, else left out and unchanged. */
  tags?: readonly AwsTag[];
};

function secretsOf(
  parameters: UpdateProvisionedProductRequest['parameters'],
): string[] {
  return parameters.flatMap(parameter =>
    'value' in parameter && parameter.secret ? [parameter.value] : [],
  );
}

function toTags(tags: readonly AwsTag[]) {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

/**
 * Launches a product. Sent once; after an ambiguous error the identical request may be sent again.
 *
 * AWS API: `ProvisionProduct`. Parameters are not checked by it: a bad one fails the record later.
 *
 * @throws AwsCallError, of kind `duplicate` when the name is taken
 */
export async function provisionProduct(
  target: AwsTarget,
  request: ProvisionProductRequest,
  options?: CallOptions,
): Promise<AwsRecord> {
  const answer = await target.sendOnce(
    'ProvisionProduct',
    new ProvisionProductCommand({
      ProductId: request.productId,
      ProvisioningArtifactId: request.versionId,
      PathId: request.pathId,
      ProvisionedProductName: request.name,
      ProvisioningParameters: request.parameters.map(({ key, value }) => ({
        Key: key,
        Value: value,
      })),
      Tags: toTags(request.tags),
      ProvisionToken: request.token,
    }),
    { ...options, secrets: secretsOf(request.parameters) },
  );
  return toRecord(answer.RecordDetail);
}

/**
 * Changes version or parameters of a provisioned product. Sent once; after an ambiguous error the identical request may be
 * sent again.
 *
 * AWS API: `UpdateProvisionedProduct`. A value together with `UsePreviousValue` fails, so each parameter has one of them.
 *
 * @throws AwsCallError
 */
export async function updateProvisionedProduct(
  target: AwsTarget,
  request: UpdateProvisionedProductRequest,
  options?: CallOptions,
): Promise<AwsRecord> {
  const answer = await target.sendOnce(
    'UpdateProvisionedProduct',
    new UpdateProvisionedProductCommand({
      ProvisionedProductId: request.provisionedProductId,
      ProductId: request.productId,
      ProvisioningArtifactId: request.versionId,
      PathId: request.pathId,
      ProvisioningParameters: request.parameters.map(parameter =>
        'value' in parameter
          ? { Key: parameter.key, Value: parameter.value }
          : { Key: parameter.key, UsePreviousValue: true },
      ),
      ProvisioningPreferences: request.stackSet && {
        StackSetAccounts: [...request.stackSet.accounts],
        StackSetRegions: [...request.stackSet.regions],
        StackSetOperationType: 'UPDATE',
      },
      Tags: request.tags && toTags(request.tags),
      UpdateToken: request.token,
    }),
    { ...options, secrets: secretsOf(request.parameters) },
  );
  return toRecord(answer.RecordDetail);
}

/**
 * Terminates a provisioned product. Sent once; after an ambiguous error the identical request may be sent again.
 *
 * AWS API: `TerminateProvisionedProduct`; the token is valid only while terminating.
 *
 * @throws AwsCallError, of kind `not-found` when it is gone, or the portal's access to it is
 */
export async function terminateProvisionedProduct(
  target: AwsTarget,
  request: {
    /** Saved before the first send. */
    token: string;
    provisionedProductId: string;
    /** Service Catalog lets go of it, and the stack stays as it is. */
    retainResources?: boolean;
    /** Service Catalog lets go of it even if parts of the stack cannot be deleted. */
    ignoreErrors?: boolean;
  },
  options?: CallOptions,
): Promise<AwsRecord> {
  const answer = await target.sendOnce(
    'TerminateProvisionedProduct',
    new TerminateProvisionedProductCommand({
      ProvisionedProductId: request.provisionedProductId,
      TerminateToken: request.token,
      RetainPhysicalResources: request.retainResources || undefined,
      IgnoreErrors: request.ignoreErrors || undefined,
    }),
    options,
  );
  return toRecord(answer.RecordDetail);
}

/**
 * Sets by whom a provisioned product is owned, and the role with which Service Catalog works on it from then on. Sent once; after an
 * ambiguous error the identical request may be sent again.
 *
 * AWS API: `UpdateProvisionedProductProperties`. Another owner than the portal's principal is the only one to whom `DescribeRecord`
 * answers from then on.
 *
 * @returns the record, as far as AWS tells: its id and status
 * @throws AwsCallError, of kind `invalid-state` while something else changes it, `invalid` when AWS does not take an ARN
 */
export async function updateProvisionedProductProperties(
  target: AwsTarget,
  request: {
    /** Saved before the first send. */
    token: string;
    provisionedProductId: string;
    /** The ARN of an IAM user, an IAM role or an assumed-role session of the account; absent: as it is. */
    awsOwner?: string;
    /** The ARN of an IAM role; absent: as it is. */
    launchRole?: string;
  },
  options?: CallOptions,
): Promise<AwsRecord> {
  const { awsOwner, launchRole } = request;
  const answer = await target.sendOnce(
    'UpdateProvisionedProductProperties',
    new UpdateProvisionedProductPropertiesCommand({
      ProvisionedProductId: request.provisionedProductId,
      ProvisionedProductProperties: {
        ...(awsOwner !== undefined && { OWNER: awsOwner }),
        ...(launchRole !== undefined && { LAUNCH_ROLE: launchRole }),
      },
      IdempotencyToken: request.token,
    }),
    options,
  );
  return toRecord({
    RecordId: answer.RecordId,
    Status: answer.Status,
    ProvisionedProductId: request.provisionedProductId,
  });
}

/**
 * Makes an existing stack a provisioned product. Sent once; after an ambiguous error the identical request may be sent again.
 *
 * AWS API: `ImportAsProvisionedProduct`. Constraints apply only at the next update, and AWS imports one stack at a time.
 *
 * @throws AwsCallError, of kind `duplicate` when the name is taken or the stack is another provisioned product's, `invalid-state`
 * when the stack is not at rest or another import is under way
 */
export async function importAsProvisionedProduct(
  target: AwsTarget,
  request: {
    /** Saved before the first send. */
    token: string;
    productId: string;
    versionId: string;
    name: string;
    /** The ARN of a root stack. */
    stackArn: string;
  },
  options?: CallOptions,
): Promise<AwsRecord> {
  const answer = await target.sendOnce(
    'ImportAsProvisionedProduct',
    new ImportAsProvisionedProductCommand({
      ProductId: request.productId,
      ProvisioningArtifactId: request.versionId,
      ProvisionedProductName: request.name,
      PhysicalId: request.stackArn,
      IdempotencyToken: request.token,
    }),
    options,
  );
  return toRecord(answer.RecordDetail);
}
