/**
 * Somebody asks for more than is given in a time: answered with 429 and a `Retry-After` header.
 */
export class TooManyRequestsError extends Error {
  readonly name = 'TooManyRequestsError';
  readonly statusCode = 429;

  constructor(
    message: string,
    /** In how many seconds it makes sense to ask again; at least 1. */
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
