/**
 * AWS Service Catalog self-service for Backstage: the frontend plugin. The default export is the plugin of the new
 * frontend system; `backstage-plugin-aws-service-catalog/legacy` has the extensions of the old one.
 *
 * @packageDocumentation
 */

export { default } from './plugin';
export { awsServiceCatalogApiRef } from './api';
export { rootRouteRef } from './routes';
