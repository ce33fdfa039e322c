import { randomUUID } from 'node:crypto';
import express, { NextFunction, Request, Response, Router } from 'express';
import { Emulator } from '../Emulator';
import { AwsError, messageOf } from '../errors';
import { callerOf, Credentials, parseAuthorization } from './credentials';
import { applyFault, deliver, Delivery } from './delivery';
import { createExchange } from './exchange';

const MAX_BODY = '4mb';

/** The AWS endpoints, those of JSON and those of the query protocol, all on `POST /`. */
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
  router.use((_, response) => {
    response.status(404).json({
      message:
        'This is service-catalog-emulator. AWS requests go to POST /, the control API is under /_emulator/.',
    });
  });
  router.use(
    (error: unknown, _: Request, response: Response, _next: NextFunction) => {
      // Only reading the body can fail before a request is known: it is too large, or cut off.
      response.status(413).json({
        __type: 'RequestEntityTooLargeException',
        message: messageOf(error),
      });
    },
  );
  return router;
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) {
    return error;
  }
  // A defect of the emulator. Its stack is for whoever runs it, not for the client.
  process.emitWarning(error instanceof Error ? error : messageOf(error));
  return new AwsError('InternalFailure', 'Internal failure', 500);
}
