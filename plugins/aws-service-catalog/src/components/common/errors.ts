import { ResponseError } from '@backstage/errors';

/** What a reader needs to know about an error. */
export type ErrorFacts = {
  /** One sentence. */
  message: string;
  /** The id under which the backend logged the request; absent when it did not answer. */
  requestId?: string;
  /** The HTTP status code; absent when there was no answer. */
  status?: number;
};

/** Reads an error that the client threw: the backend's refusal, no answer at all, or anything else. */
export function getErrorFacts(error: unknown): ErrorFacts {
  if (ResponseError.is(error)) {
    return {
      message: error.body.error.message || error.message,
      requestId: error.response.headers.get('x-request-id') ?? undefined,
      status: error.statusCode,
    };
  }
  // Browsers reject fetch with a TypeError whose words differ, when there was no answer.
  if (error instanceof TypeError) {
    return {
      message: 'The portal does not answer. Check your connection and retry.',
    };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}
