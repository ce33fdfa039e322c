import { Order, QuotaUse } from 'backstage-plugin-aws-service-catalog-common';
import { AwsCallError, AwsErrorKind, AwsOutput, AwsRecord } from '../aws';
import {
  findLostLaunchRole,
  LOST_LAUNCH_ROLE_ADVICE,
} from '../provisionedProducts';
import { SecretUnreadableError } from './secrets/SecretBox';

/** Why an order failed, for its requester. */
export type Failure = NonNullable<Order['failure']> & {
  /** Whether it holds no word of AWS's, which may quote a secret. */
  isSecretFree?: true;
};

const CHANGE_VALUES =
  'Check the values against the message and place a new order.';
const ASK_OPERATORS =
  'Nothing you can change: tell the people who run the portal, then try again.';

const adviceByKind: Record<AwsErrorKind, string> = {
  throttled: 'AWS is busy: try again later.',
  unavailable: 'AWS did not answer: try again later.',
  'access-denied': ASK_OPERATORS,
  credentials: ASK_OPERATORS,
  'wrong-account': ASK_OPERATORS,
  busy: 'AWS has to end something else first: try again later.',
  'not-found':
    'What was ordered, or the access of the portal to it, is gone: look it up in the gallery again.',
  duplicate: 'Place a new order with another name.',
  'invalid-state':
    'Something else is changing it right now: try again when that is done.',
  'limit-exceeded': ASK_OPERATORS,
  invalid: CHANGE_VALUES,
};

/** Failures of our own making. */
export const failures = {
  nameIsTaken: (name: string): Failure => ({
    code: 'NameTaken',
    message: `A provisioned product named ${name} already exists and does not belong to this order.`,
    advice: adviceByKind.duplicate,
    retryable: false,
  }),
  changed: (parts: readonly string[]): Failure => ({
    code: 'ChangedSinceOrdered',
    message: `Nothing was sent to AWS, because this has changed since it was ordered: ${parts.join(
      ', ',
    )}.`,
    advice: 'Look at the product again and place a new order.',
    retryable: false,
  }),
  ownerChanged: (what: string, owner: string | undefined): Failure => ({
    code: 'OwnerChanged',
    message: owner
      ? `Nothing was sent to AWS, because ${what} is owned by ${owner} now.`
      : `Nothing was sent to AWS, because ${what} has no owner any more.`,
    advice: 'Its present owners can place a new order.',
    retryable: false,
  }),
  requesterLeft: (requester: string, owner: string): Failure => ({
    code: 'RequesterLeftOwner',
    message: `Nothing was sent to AWS, because ${requester} is not a member of ${owner} any more.`,
    advice: 'A member can place a new order.',
    retryable: false,
  }),
  requesterIsNoOperator: (requester: string): Failure => ({
    code: 'RequesterNoOperator',
    message: `Nothing was sent to AWS, because ${requester} ordered it as one of those who run the portal, and is none of them any more.`,
    advice: 'Somebody who may can place a new order.',
    retryable: false,
    isSecretFree: true,
  }),
  quotaExceeded: ({ name, limit, used }: QuotaUse, owner: string): Failure => ({
    code: 'QuotaExceeded',
    message: `Nothing was sent to AWS, because quota '${name}' is used up without it by now: ${owner} has ${used} of ${limit}, launches under way included.`,
    advice:
      'Have something terminated, or ask the people who run the portal for more, then try again.',
    retryable: true,
  }),
  notServed: (target: string, owner: string): Failure => ({
    code: 'TargetDoesNotServeOwner',
    message: `Nothing was sent to AWS, because target ${target} does not serve ${owner} any more.`,
    advice: ASK_OPERATORS,
    retryable: true,
  }),
  notLaunchable: (message: string): Failure => ({
    code: 'NotLaunchable',
    message: `Nothing was sent to AWS: ${message}`,
    advice: 'Look at the product again and place a new order.',
    retryable: true,
  }),
  nothingToTerminate: (name: string, code: string): Failure => ({
    code,
    message: `AWS does not know ${name}: it is gone already, or the portal has lost its access to it.`,
    advice:
      'If it is gone, the portal will notice: there is nothing left to do. If not, tell the people who run the portal.',
    retryable: true,
  }),
  secretsUnreadable: (
    { message }: SecretUnreadableError,
    isFirst: boolean,
  ): Failure => ({
    code: 'SecretsUnreadable',
    message: `${
      isFirst
        ? 'Nothing was sent to AWS'
        : 'AWS shows nothing of it, and it cannot be sent again'
    }, because the secret parameters cannot be decrypted: ${message}.`,
    advice:
      'Try again and give the secret parameters anew. If a key is missing, the people who run the portal can put it back first.',
    retryable: true,
    isSecretFree: true,
  }),
  otherPlan: (name: string): Failure => ({
    code: 'OtherPlan',
    message: `Nothing was sent to AWS: it has a plan for ${name} that was not made here.`,
    advice: 'Execute or delete that plan in the AWS console, then try again.',
    retryable: true,
    isSecretFree: true,
  }),
  planFailed: (message: string): Failure => ({
    code: 'PlanFailed',
    message: `Nothing was sent to AWS, because it could not tell what the update would do: ${message}`,
    advice: CHANGE_VALUES,
    retryable: true,
  }),
  newReplacements: (what: string): Failure => ({
    code: 'NewReplacements',
    message: `Nothing was sent to AWS, because the preview did not show this: ${what}.`,
    advice: 'Look at a new preview, and order it again if you agree.',
    retryable: false,
    isSecretFree: true,
  }),
  leftoverInUse: (name: string): Failure => ({
    code: 'NameTaken',
    message: `Nothing was sent to AWS, because ${name}, which the failed attempt left behind, is in use or under change.`,
    advice:
      'Look at it among the resources. Place a new order with another name if it is to stay.',
    retryable: true,
  }),
  notRenewable: (reason: string): Failure => ({
    code: 'NotRenewable',
    message: reason,
    advice: 'Look at its lease.',
    retryable: false,
    isSecretFree: true,
  }),
  remnantStays: (cause: Failure): Failure => ({
    ...cause,
    message: `What the failed attempt left behind could not be terminated: ${cause.message}`,
    retryable: true,
  }),
};

/** A call that AWS refused. Its message holds no secret: it was scrubbed where it came in. */
export function describeCallError(error: AwsCallError): Failure {
  return {
    code: error.code,
    message: error.message,
    advice: adviceByKind[error.kind],
    retryable: error.kind !== 'duplicate',
  };
}

const importAdvice: Partial<Record<AwsErrorKind, string>> = {
  duplicate:
    'Either the name is taken, or the stack is a provisioned product already: look for both among the resources, or place a new order.',
  'invalid-state':
    'AWS imports one stack at a time, and only one that has come to rest: try again when that is so.',
  invalid:
    'The stack has to be a root stack made of just the template of the version, and the product to have a single launch path: read the message and place a new order.',
  'not-found':
    'Look whether the stack is still there, and whether the product still has the version; then place a new order.',
};

/** An import that AWS refused. */
export function describeImportError(error: AwsCallError): Failure {
  const failure = describeCallError(error);
  return { ...failure, advice: importAdvice[error.kind] ?? failure.advice };
}

/** A record that AWS ended as FAILED. Its message may still hold secrets. */
export function describeFailedRecord(record: AwsRecord): Failure {
  const [first] = record.errors;
  const message = record.errors
    .map(each => each.message)
    .filter(Boolean)
    .join(' ');
  return {
    code: first?.code || 'RecordFailed',
    message: message || 'AWS reports that it failed, and no reason.',
    advice: adviseOnRecord(`${first?.code} ${message}`),
    retryable: true,
  };
}

function adviseOnRecord(error: string): string {
  if (findLostLaunchRole(error)) {
    return LOST_LAUNCH_ROLE_ADVICE;
  }
  return /Parameter|Validation/i.test(error)
    ? CHANGE_VALUES
    : 'Read the message: if the product itself is at fault, tell its provider. Then try again.';
}

/**
 * A record of a service action that AWS ended as FAILED: what the automation says is among its outputs. Its message may still hold
 * secrets.
 */
export function describeFailedAction(
  record: AwsRecord & { outputs: readonly AwsOutput[] },
): Failure {
  const { code, message } = describeFailedRecord(record);
  const told = new Set([
    ...record.errors.map(error => error.message),
    ...record.outputs.map(({ value }) => value),
  ]);
  return {
    code,
    message: [...told].filter(Boolean).join(' ') || message,
    advice:
      'Read the message: if the action itself is at fault, tell the provider of the product. Then try again.',
    retryable: true,
  };
}
