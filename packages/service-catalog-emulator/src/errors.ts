/**
 * An error as AWS reports it: a name (`__type` on the wire), a message, and an HTTP status.
 *
 * @public
 */
export class AwsError extends Error {
  /** Sent as `x-amzn-errortype`, `__type`, or `<Code>`, depending on the protocol. */
  readonly code: string;
  /** Service Catalog answers 400 for every client error, whatever its kind. */
  readonly status: number;

  constructor(code: string, message: string, status: number = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** A request that is well formed but wrong: the error Service Catalog uses most. */
export function invalidParameters(message: string): AwsError {
  return new AwsError('InvalidParametersException', message);
}

/** Something named in the request does not exist in this account and Region. */
export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** Something with the same identity exists already. */
export function duplicateResource(message: string): AwsError {
  return new AwsError('DuplicateResourceException', message);
}

/** Something cannot be deleted while other things refer to it. */
export function resourceInUse(message: string): AwsError {
  return new AwsError('ResourceInUseException', message);
}

/** A quota of the service. The AWS SDKs retry this one as if it were throttling. */
export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceededException', message);
}

/** The state of the thing does not allow the operation. */
export function invalidState(message: string): AwsError {
  return new AwsError('InvalidStateException', message);
}

/** The message of whatever was thrown. Errors of Node itself may come from another realm. */
export function messageOf(error: unknown): string {
  return memberOf(error, 'message') ?? String(error);
}

/** The code of an error of Node itself, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return memberOf(error, 'code');
}

function memberOf(error: unknown, name: string): string | undefined {
  const value: unknown =
    typeof error === 'object' && error !== null
      ? Reflect.get(error, name)
      : undefined;
  return typeof value === 'string' ? value : undefined;
}
