/**
 * AWS Service Catalog self-service for Backstage: the backend plugin.
 *
 * @packageDocumentation
 */

export { awsServiceCatalogPlugin as default } from './plugin';
