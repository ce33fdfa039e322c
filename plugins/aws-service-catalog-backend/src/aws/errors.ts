/**
 * What kind of trouble a call had, for code that decides what to do next.
 *
 * - `throttled`: too many calls; AWS did nothing
 * - `unavailable`: no answer, or none that can be understood
 * - `access-denied`: the portal's role lacks a permission; never the end user's fault
 * - `credentials`: the portal's credentials are missing, expired or wrong
 * - `wrong-account`: the credentials belong to another account than the target's
 * - `busy`: another operation in AWS has to end first; AWS did nothing
 * - `not-found`, `duplicate`, `invalid-state`, `limit-exceeded`, `invalid`: AWS understood the request and refuses it
 */
export type AwsErrorKind =
  | 'throttled'
  | 'unavailable'
  | 'access-denied'
  | 'credentials'
  | 'wrong-account'
  | 'busy'
  | 'not-found'
  | 'duplicate'
  | 'invalid-state'
  | 'limit-exceeded'
  | 'invalid';

/** What an account and Region are called. */
export type AwsPlaceName = {
  /** The target's name. */
  target: string;
  /** For messages; default: `target <name>`. */
  title?: string;
};

/** Where a call went. */
export type AwsCallContext = AwsPlaceName & {
  /** For example `ProvisionProduct`. */
  operation: string;
  /** What errors mean that mean something else in the service than in most, by AWS's names of them. */
  kinds?: Readonly<Record<string, AwsErrorKind>>;
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
