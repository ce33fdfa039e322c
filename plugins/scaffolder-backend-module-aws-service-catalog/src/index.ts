/**
 * Scaffolder actions that order AWS Service Catalog products.
 *
 * @packageDocumentation
 */

export { scaffolderModuleAwsServiceCatalog as default } from './module';
export { createProvisionAction } from './actions/provision';
export type { OrderActionOptions } from './actions/OrderActionOptions';
