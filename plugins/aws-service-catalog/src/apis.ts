import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { AwsServiceCatalogClient } from 'backstage-plugin-aws-service-catalog-common';
import { awsServiceCatalogApiRef } from './api';

/** The client of the backend plugin. */
export const awsServiceCatalogApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: awsServiceCatalogApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new AwsServiceCatalogClient(apis),
    }),
});
