import { randomUUID } from 'node:crypto';
import express from 'express';
import Router from 'express-promise-router';
import { LoggerService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { checkRequests } from './openapi/checkRequests';
import document from './openapi/openapi.json';
import { OpenApiStrictness } from './openapi/strictnessService';
import { TooManyRequestsError } from './TooManyRequestsError';

/** The longest body: 50 parameters of 4096 characters fit in four times. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Gives every answer an id, which error panels show and which leads to the line in the log.
 */
function nameRequests(logger: LoggerService): express.RequestHandler {
  return (req, res, next) => {
    const id = randomUUID();
    res.setHeader('X-Request-Id', id);
    // Else a browser keeps it from a page of another origin.
    res.append('Access-Control-Expose-Headers', 'X-Request-Id');
    res.on('finish', () => {
      if (res.statusCode >= 500) {
        logger.warn(`${req.method} ${req.path} answered ${res.statusCode}`, {
          requestId: id,
        });
      }
    });
    next();
  };
}

/** Backstage's own handler answers with the status and the message alone. */
const sayWhenToRetry: express.ErrorRequestHandler = (error, _, res, next) => {
  if (error instanceof TooManyRequestsError) {
    res.setHeader('Retry-After', String(error.retryAfterSeconds));
  }
  next(error);
};

/**
 * Puts the concerns' routers behind the OpenAPI document: a request that is not as documented is answered with 400 before any
 * of them sees it.
 */
export function createRouter(options: {
  routers: express.Router[];
  strictness: OpenApiStrictness;
  logger: LoggerService;
}): express.Router {
  const { routers, strictness, logger } = options;
  const readBody = express.json({ limit: BODY_LIMIT_BYTES });
  const validated: express.Router = createValidatedOpenApiRouter(
    document as Parameters<typeof createValidatedOpenApiRouter>[0],
    {
      // It needs one, and finds the body read already.
      middleware: [readBody],
      validatorOptions: {
        // Backstage has seen to the credentials already.
        validateSecurity: false,
        validateResponses: strictness.validateResponses,
        ignoreUndocumented: !strictness.refuseUndocumented,
        // The document does not document itself.
        ignorePaths: /\/openapi\.json$/,
      },
    },
  );
  routers.forEach(router => validated.use(router));
  const router = Router();
  router.use(nameRequests(logger));
  router.use(readBody);
  router.use(checkRequests());
  router.use(validated);
  router.use(sayWhenToRetry);
  return router;
}
