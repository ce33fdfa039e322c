import { ResponseError } from '@backstage/errors';
import type { FieldError } from 'backstage-plugin-aws-service-catalog-common';

/** The error that the client throws when the backend answers like this. */
export async function makeResponseError(
  status: number,
  message: string,
  options?: { fields?: FieldError[]; requestId?: string },
): Promise<ResponseError> {
  const error = { name: 'Error', message, fields: options?.fields };
  return ResponseError.fromResponse(
    new Response(JSON.stringify({ error, response: { statusCode: status } }), {
      status,
      headers: {
        'content-type': 'application/json',
        ...(options?.requestId && { 'x-request-id': options.requestId }),
      },
    }),
  );
}
