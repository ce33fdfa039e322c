import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import express, { Request, Response, Router } from 'express';
import { Emulator } from '../Emulator';
import { AwsError, messageOf } from '../errors';
import { RequestFault } from '../faults/faults';
import { callerOf, Credentials, parseAuthorization } from './credentials';
import { queryError, queryResponse } from './queryProtocol';
import { handleSts } from './sts';

const TARGET_PREFIX = 'AWS242ServiceCatalogService.';
const MAX_BODY = '4mb';

/** One protocol: which operation a request asks for, and how answers look. */
interface Exchange {
  operation: string;
  service: 'servicecatalog' | 'sts';
  contentType: string;
  run(accessKeyId: string, region: string): Promise<string>;
  error(error: AwsError): string;
}

/** What the fault kinds that only change the answer do once it is known. */
type Delivery = 'normal' | 'reset' | 'truncated';

/**
 * The AWS endpoints: Service Catalog's JSON 1.1 and STS's query protocol, both on `POST /`.
 */
export function createAwsRouter(
  emulator: Emulator,
  credentials: Credentials,
): Router {
  const router = express.Router();
  router.post(
    '/',
    express.raw({ type: () => true, limit: MAX_BODY }),
    async (request, response) => {
      const requestId = randomUUID();
      response.setHeader('x-amzn-requestid', requestId);
      const exchange = createExchange(
        emulator,
        credentials,
        request,
        requestId,
      );
      const { clock } = emulator.parts;
      const call = emulator.calls.add({
        operation: exchange.operation,
        time: clock.now(),
        wallTime: Date.now(),
      });
      let delivery: Delivery = 'normal';
      try {
        const signed = parseAuthorization(request.headers.authorization);
        const caller = callerOf(
          signed.accessKeyId,
          credentials,
          emulator.parts.world,
        );
        emulator.calls.identify(call, caller.accountId, signed.region);
        for (const fault of emulator.faults.takeForRequest(
          exchange.operation,
          caller.accountId,
        )) {
          const effect = await applyFault(
            fault,
            response,
            () => caller.sessionArn,
            exchange,
          );
          if (effect === 'answered') {
            call.error = fault.kind;
            return;
          }
          delivery = effect ?? delivery;
        }
        if (signed.service !== exchange.service) {
          throw new AwsError(
            'InvalidSignatureException',
            `Credential should be scoped to correct service: '${exchange.service}'.`,
          );
        }
        const body = await exchange.run(signed.accessKeyId, signed.region);
        deliver(response, exchange.contentType, 200, body, delivery);
      } catch (error) {
        const awsError = asAwsError(error);
        call.error = awsError.code;
        response.setHeader('x-amzn-errortype', awsError.code);
        deliver(
          response,
          exchange.contentType,
          awsError.status,
          exchange.error(awsError),
          delivery,
        );
      }
    },
  );
  return router;
}

function createExchange(
  emulator: Emulator,
  credentials: Credentials,
  request: Request,
  requestId: string,
): Exchange {
  const body = Buffer.isBuffer(request.body)
    ? request.body.toString('utf8')
    : '';
  const target = request.get('x-amz-target');
  if (target === undefined && request.is('application/x-www-form-urlencoded')) {
    const parameters = new URLSearchParams(body);
    const operation = parameters.get('Action') ?? 'MissingAction';
    return {
      operation,
      service: 'sts',
      contentType: 'text/xml',
      run: async accessKeyId => {
        const { world } = emulator.parts;
        const caller = callerOf(accessKeyId, credentials, world);
        return queryResponse(
          operation,
          handleSts(parameters, caller, world, () => emulator.changed()),
          requestId,
        );
      },
      error: error => queryError(error, requestId),
    };
  }
  const operation = target?.startsWith(TARGET_PREFIX)
    ? target.slice(TARGET_PREFIX.length)
    : target ?? 'MissingTarget';
  return {
    operation,
    service: 'servicecatalog',
    contentType: 'application/x-amz-json-1.1',
    run: async (accessKeyId, region) =>
      JSON.stringify(
        await emulator.execute({
          operation,
          input: parseJson(body),
          caller: callerOf(accessKeyId, credentials, emulator.parts.world),
          region,
        }),
      ),
    error: error =>
      JSON.stringify({ __type: error.code, message: error.message }),
  };
}

async function applyFault(
  fault: RequestFault,
  response: Response,
  callerArn: () => string,
  exchange: Exchange,
): Promise<Delivery | 'answered' | undefined> {
  switch (fault.kind) {
    case 'slow':
      await delay(fault.delayMilliseconds, undefined, { ref: false });
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

function deliver(
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

function parseJson(body: string): unknown {
  try {
    const value: unknown = body === '' ? {} : JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new AwsError(
    'SerializationException',
    'Start of structure or map found where not expected.',
  );
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) {
    return error;
  }
  // A defect of the emulator. Its stack is for whoever runs it, not for the client.
  process.emitWarning(error instanceof Error ? error : messageOf(error));
  return new AwsError('InternalFailure', 'Internal failure', 500);
}
