/**
 * What kind of trouble a call had, for code that decides what to do next.
 *
 * - `throttled`: too many calls; AWS did nothing
 * - `unavailable`: no answer, or none that can be understood
 * - `access-denied`: the portal's role lacks a permission; never the end user's fault
 * - `credentials`: the portal's credentials are missing, expired or wrong
 * - `wrong-account`: the credentials belong to another account than the target's
 * - `not-found`, `duplicate`, `invalid-state`, `limit-exceeded`, `invalid`: AWS understood the request and refuses it
 */
export type AwsErrorKind =
  | 'throttled'
  | 'unavailable'
  | 'access-denied'
  | 'credentials'
  | 'wrong-account'
  | 'not-found'
  | 'duplicate'
  | 'invalid-state'
  | 'limit-exceeded'
  | 'invalid';

/** Where a call went. */
export type AwsCallContext = {
  /** For example `ProvisionProduct`. */
  operation: string;
  /** The target's name. */
  target: string;
  /** Values that must not occur in a message. */
  secrets?: readonly string[];
};

/**
 * A call to AWS that failed. The original error is not kept as its cause: it carries the raw request and response.
 */
export class AwsCallError extends Error {
  readonly name = 'AwsCallError';
  readonly kind: AwsErrorKind;
  /** AWS's name of the error, for example `InvalidParametersException`. */
  readonly code: string;
  readonly operation: string;
  readonly target: string;
  readonly requestId?: string;
  /** Whether the identical call may succeed later. */
  readonly retryable: boolean;
  /** Whether AWS may have accepted the call: only looking, or the identical call with the same token, tells. */
  readonly ambiguous: boolean;
  /** How long AWS asks to wait. */
  readonly retryAfterMs?: number;
  /**
   * The HTTP status our own API answers with when nobody handles it. It is never the status that AWS answered: an
   * AccessDenied of AWS is our misconfiguration and not the caller's 403.
   */
  readonly statusCode: number;

  constructor(
    message: string,
    fields: {
      kind: AwsErrorKind;
      code: string;
      context: AwsCallContext;
      requestId?: string;
      ambiguous?: boolean;
      retryable?: boolean;
      retryAfterMs?: number;
    },
  ) {
    super(message);
    this.kind = fields.kind;
    this.code = fields.code;
    this.operation = fields.context.operation;
    this.target = fields.context.target;
    this.requestId = fields.requestId;
    this.retryable = fields.retryable ?? false;
    this.ambiguous = fields.ambiguous ?? false;
    this.retryAfterMs = fields.retryAfterMs;
    this.statusCode =
      fields.kind === 'throttled' || fields.kind === 'unavailable' ? 503 : 502;
  }
}

/** Whether an error is an {@link AwsCallError}, of one of some kinds when they are given. */
export function isAwsCallError(
  error: unknown,
  ...kinds: AwsErrorKind[]
): error is AwsCallError {
  return (
    error instanceof AwsCallError &&
    (kinds.length === 0 || kinds.includes(error.kind))
  );
}

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

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

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

const MAX_MESSAGE_LENGTH = 1000;

/**
 * Takes secrets out of a text, and cuts it to what fits into a page.
 *
 * @param secrets - the values to hide; those shorter than 4 characters are hidden only as whole words, because they
 * would otherwise tear any text apart
 */
export function scrub(
  message: string,
  secrets: readonly string[] = [],
): string {
  const longestFirst = [...new Set(secrets)]
    .filter(secret => secret !== '')
    .sort((a, b) => b.length - a.length);
  const scrubbed = longestFirst.reduce((scrubbedSoFar, secret) => {
    if (secret.length >= 4) {
      return scrubbedSoFar.replaceAll(secret, '***');
    }
    const quoted = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return scrubbedSoFar.replace(
      new RegExp(`(?<![\\p{L}\\p{N}])${quoted}(?![\\p{L}\\p{N}])`, 'gu'),
      '***',
    );
  }, message);
  return scrubbed.length > MAX_MESSAGE_LENGTH
    ? `${scrubbed.slice(0, MAX_MESSAGE_LENGTH)}…`
    : scrubbed;
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
  const where = `${context.operation} in target ${context.target}`;
  const common = {
    code: sdk.name,
    context,
    requestId: sdk.requestId,
    retryAfterMs: sdk.retryAfterMs,
  };
  let kind: AwsErrorKind | undefined = Object.hasOwn(kindsByName, sdk.name)
    ? kindsByName[sdk.name]
    : undefined;
  // AWS was seen to answer a name that is taken with InvalidParametersException and CloudFormation's sentence.
  if (kind === 'invalid' && /already exists/i.test(sdk.message)) {
    kind = 'duplicate';
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
  const isRefusal =
    sdk.httpStatus !== undefined &&
    sdk.httpStatus >= 400 &&
    sdk.httpStatus < 500;
  if (kind || (isRefusal && sdk.name !== 'SyntaxError')) {
    return new AwsCallError(scrub(sdk.message || sdk.name, context.secrets), {
      ...common,
      kind: kind ?? 'invalid',
      retryable: kind === 'throttled',
    });
  }
  const notSent = sdk.code !== undefined && neverSent.has(sdk.code);
  let reason = sdk.code ?? sdk.name;
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
    ambiguous: !notSent,
  });
}
