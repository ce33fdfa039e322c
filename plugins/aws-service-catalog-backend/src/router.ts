import express from 'express';
import Router from 'express-promise-router';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { checkBodies } from './openapi/checkBodies';
import document from './openapi/openapi.json';
import { OpenApiStrictness } from './openapi/strictnessService';

/** The longest body: 50 parameters of 4096 characters fit in four times. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Puts the concerns' routers behind the OpenAPI document: a request that is not as documented is answered with 400 before any
 * of them sees it.
 */
export function createRouter(options: {
  routers: express.Router[];
  strictness: OpenApiStrictness;
}): express.Router {
  const { routers, strictness } = options;
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
  router.use(readBody);
  router.use(checkBodies());
  router.use(validated);
  return router;
}
