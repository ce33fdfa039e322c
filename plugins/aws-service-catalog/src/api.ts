import { createApiRef } from '@backstage/core-plugin-api';
import type { AwsServiceCatalogApi } from 'backstage-plugin-aws-service-catalog-common';

/**
 * The backend plugin's HTTP API, in both frontend systems.
 *
 * @public
 */
export const awsServiceCatalogApiRef = createApiRef<AwsServiceCatalogApi>({
  id: 'plugin.aws-service-catalog.api',
});
