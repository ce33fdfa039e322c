import { setTimeout as delay } from 'node:timers/promises';
import { Response } from 'express';
import { AwsError } from '../errors';
import { RequestFault } from '../faults/faults';
import { Exchange } from './exchange';

/** How an answer reaches the client. */
export type Delivery = 'normal' | 'reset' | 'truncated';

/**
 * Makes a fault happen.
 *
 * @returns how the answer is to be delivered, if the fault says so; `answered` when there is nothing
 *   left to do
 * @throws AwsError for faults that are errors
 */
export async function applyFault(
  fault: RequestFault,
  response: Response,
  callerArn: () => string,
  exchange: Exchange,
): Promise<Delivery | 'answered' | undefined> {
  switch (fault.kind) {
    case 'slow':
      await delay(fault.delayMilliseconds, undefined, { ref: false });
      return undefined;
    case 'skewedClock':
      response.setHeader(
        'date',
        new Date(Date.now() + fault.seconds * 1000).toUTCString(),
      );
      return undefined;
    case 'resetAfter':
      return 'reset';
    case 'truncated':
      return 'truncated';
    case 'resetBefore':
      deliver(response, exchange.contentType, 200, '', 'reset');
      return 'answered';
    case 'html503':
      deliver(
        response,
        'text/html',
        503,
        '<html><body><h1>503 Service Unavailable</h1></body></html>',
        'normal',
      );
      return 'answered';
    case 'throttle':
      if (fault.retryAfterSeconds !== undefined) {
        response.setHeader('retry-after', String(fault.retryAfterSeconds));
      }
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    case 'accessDenied':
      throw new AwsError(
        'AccessDeniedException',
        `User: ${callerArn()} is not authorized to perform: ${
          exchange.service
        }:${exchange.operation}`,
      );
    case 'http500':
      throw new AwsError('InternalFailure', 'Internal failure', 500);
    case 'http503':
      throw new AwsError('ServiceUnavailable', 'Service unavailable', 503);
    default:
      throw new AwsError(
        fault.name,
        fault.message ?? 'Injected by a fault',
        fault.status,
      );
  }
}

/** Sends an answer, or what the delivery makes of it. */
export function deliver(
  response: Response,
  contentType: string,
  status: number,
  body: string,
  delivery: Delivery,
): void {
  const { socket } = response;
  if (delivery === 'reset') {
    socket?.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': bytes.length,
  });
  if (delivery === 'truncated') {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
      socket?.destroy(),
    );
    return;
  }
  response.end(bytes);
}
