import { isBusy } from './busy';
import { AwsCallContext, AwsCallError, AwsErrorKind, scrub } from './errors';

// Matched by name: AWS does not model most of them for Service Catalog, so the SDK has no class for them.
const kindsByName: Record<string, AwsErrorKind> = {
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  ThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  SlowDown: 'throttled',
  // A hard quota in Service Catalog, although the SDKs take the name for throttling.
  LimitExceededException: 'limit-exceeded',
  ResourceNotFoundException: 'not-found',
  DuplicateResourceException: 'duplicate',
  InvalidStateException: 'invalid-state',
  ResourceInUseException: 'invalid-state',
  OperationNotSupportedException: 'invalid',
  TagOptionNotMigratedException: 'invalid',
  InvalidParametersException: 'invalid',
  ValidationException: 'invalid',
  ValidationError: 'invalid',
  AccessDeniedException: 'access-denied',
  AccessDenied: 'access-denied',
  NotAuthorized: 'access-denied',
  OptInRequired: 'access-denied',
  UnrecognizedClientException: 'credentials',
  InvalidClientTokenId: 'credentials',
  InvalidSignatureException: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  IncompleteSignature: 'credentials',
  IncompleteSignatureException: 'credentials',
  MissingAuthenticationToken: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  RequestExpired: 'credentials',
  CredentialsProviderError: 'credentials',
  TokenProviderError: 'credentials',
};

/** Node's codes for a connection that never came about. The SDK wraps some errors so that only their message has the code. */
const NEVER_SENT = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)\b/;

const expiring = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
]);

type SdkError = {
  name: string;
  message: string;
  code?: string;
  requestId?: string;
  httpStatus?: number;
  retryAfterMs?: number;
};

function field(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null
        ? (at as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed)
    ? parsed
    : undefined;
}

function readSdkError(error: unknown): SdkError {
  const seconds = number(field(error, '$response', 'headers', 'retry-after'));
  const milliseconds =
    number(field(error, '$response', 'headers', 'x-amz-retry-after')) ??
    (seconds === undefined ? undefined : seconds * 1000);
  return {
    name: text(field(error, 'name')) ?? 'UnknownError',
    message: text(field(error, 'message')) ?? '',
    code: text(field(error, 'code')),
    requestId:
      text(field(error, '$metadata', 'requestId')) ??
      text(field(error, '$response', 'headers', 'x-amzn-requestid')),
    httpStatus:
      number(field(error, '$metadata', 'httpStatusCode')) ??
      number(field(error, '$response', 'statusCode')),
    retryAfterMs: milliseconds,
  };
}

/**
 * Makes whatever the SDK threw into an {@link AwsCallError}.
 *
 * Sources: the API's modelled errors, the common errors of AWS APIs, and what the JavaScript SDK was seen to throw for HTML
 * answers, truncated bodies, resets and time-outs.
 */
export function toAwsCallError(
  error: unknown,
  context: AwsCallContext,
): AwsCallError {
  if (error instanceof AwsCallError) {
    return error;
  }
  const sdk = readSdkError(error);
  const where = `${context.operation} in ${
    context.title ?? `target ${context.target}`
  }`;
  const common = {
    code: sdk.name,
    context,
    requestId: sdk.requestId,
    retryAfterMs: sdk.retryAfterMs,
  };
  const kinds = { ...kindsByName, ...context.kinds };
  let kind: AwsErrorKind | undefined = Object.hasOwn(kinds, sdk.name)
    ? kinds[sdk.name]
    : undefined;
  // AWS was seen to answer a name that is taken with InvalidParametersException and CloudFormation's sentence.
  if (kind === 'invalid' && /already exists/i.test(sdk.message)) {
    kind = 'duplicate';
  }
  if (kind === 'invalid-state' && isBusy(sdk.name, sdk.message)) {
    kind = 'busy';
  }
  if (!kind && sdk.httpStatus === 429) {
    kind = 'throttled';
  }
  if (kind === 'credentials') {
    // AWS quotes the signed headers, session token included, when a signature does not match.
    return new AwsCallError(
      `${where} failed: AWS does not accept the portal's credentials (${sdk.name})`,
      { ...common, kind, retryable: expiring.has(sdk.name) },
    );
  }
  // An answer that broke off, or is no answer of AWS's, has the status of a refusal, too; only one that was understood is one.
  const isRefusal =
    field(error, '$fault') !== undefined &&
    sdk.httpStatus !== undefined &&
    sdk.httpStatus >= 400 &&
    sdk.httpStatus < 500;
  if (kind || isRefusal) {
    return new AwsCallError(scrub(sdk.message || sdk.name, context.secrets), {
      ...common,
      kind: kind ?? 'invalid',
      retryable: kind === 'throttled',
    });
  }
  const [notSent] = NEVER_SENT.exec(sdk.code ?? sdk.message) ?? [];
  let reason = notSent ?? sdk.code ?? sdk.name;
  if (sdk.httpStatus !== undefined) {
    // The SDK's own words would quote the body.
    reason =
      sdk.httpStatus < 300
        ? 'the answer is incomplete or not understood'
        : `HTTP ${sdk.httpStatus}`;
  }
  return new AwsCallError(`${where} got no usable answer: ${reason}`, {
    ...common,
    kind: 'unavailable',
    retryable: true,
    ambiguous: notSent === undefined,
  });
}
