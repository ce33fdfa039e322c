import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/** What the router holds against itself. */
export type OpenApiStrictness = {
  /** Whether an answer that is not as documented fails. */
  validateResponses: boolean;
  /** Whether a route that is not documented fails. */
  refuseUndocumented: boolean;
};

/**
 * How strictly the router keeps to the OpenAPI document. Requests are always checked; checking answers costs time and can only
 * find mistakes of ours, so that only tests do it.
 */
export const openApiStrictnessServiceRef = createServiceRef<OpenApiStrictness>({
  id: 'aws-service-catalog.openapi-strictness',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({ validateResponses: false, refuseUndocumented: false }),
    }),
});
