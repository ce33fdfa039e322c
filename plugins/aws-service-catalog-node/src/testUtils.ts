/**
 * Mocks for tests of plugins and modules that use the AWS Service Catalog plugin.
 *
 * @packageDocumentation
 */

export { mockAwsServiceCatalogService } from './testUtils/mockAwsServiceCatalogService';
export { mockClock, type MockClock } from './testUtils/mockClock';
export type {
  AwsServiceCatalogService,
  AwsServiceCatalogServiceRequestOptions,
} from './AwsServiceCatalogService';
export type { ClockService } from './clockService';
