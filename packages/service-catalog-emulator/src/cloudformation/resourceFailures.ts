import { JsonObject } from './json';
import { referencedNames } from './references';
import { Template } from './template';

/** Why, and after how long, AWS would fail to create a resource. */
export interface ResourceFailure {
  reason: string;
  /** Seconds the attempt takes; absent: as long as any other resource. */
  seconds?: number;
}

/**
 * Whether AWS would fail to create the resource, as far as the template alone decides it:
 *
 * - A wait condition whose handle no other resource uses gets no signal and times out. This is the
 *   documented way to have a product that always fails to launch, here as well as on AWS.
 * - A bucket name that S3 does not allow.
 */
export function resourceFailure(
  type: string,
  logicalId: string,
  properties: JsonObject,
  template: Template,
): ResourceFailure | undefined {
  if (type === 'AWS::CloudFormation::WaitCondition') {
    return unsignalled(logicalId, properties, template);
  }
  if (type === 'AWS::S3::Bucket') {
    return invalidBucketName(properties.BucketName);
  }
  return undefined;
}

function unsignalled(
  logicalId: string,
  properties: JsonObject,
  template: Template,
): ResourceFailure | undefined {
  const expected = Number(properties.Count ?? 1);
  const seconds = Number(properties.Timeout ?? 0);
  const handles = referencedNames(
    template.resources[logicalId].properties.Handle,
  );
  const canBeSignalled = Object.entries(template.resources).some(
    ([other, { type, properties: declared }]) =>
      other !== logicalId &&
      type !== 'AWS::CloudFormation::WaitCondition' &&
      [...referencedNames(declared)].some(name => handles.has(name)),
  );
  return canBeSignalled || expected === 0 || handles.size === 0
    ? undefined
    : {
        reason: `WaitCondition timed out. Received 0 conditions when expecting ${expected}`,
        seconds,
      };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function invalidBucketName(name: unknown): ResourceFailure | undefined {
  if (typeof name !== 'string' || name === '') {
    return undefined;
  }
  if (/[A-Z]/.test(name)) {
    return { reason: 'Bucket name should not contain uppercase characters' };
  }
  if (name.length < 3 || name.length > 63) {
    return {
      reason: 'Bucket name should be between 3 and 63 characters long',
    };
  }
  return /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name) && !name.includes('..')
    ? undefined
    : { reason: 'The specified bucket is not valid.' };
}
