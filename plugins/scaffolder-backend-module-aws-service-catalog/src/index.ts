/**
 * Scaffolder actions that order AWS Service Catalog products.
 *
 * @packageDocumentation
 */

export { scaffolderModuleAwsServiceCatalog as default } from './module';
export { createProvisionAction } from './actions/provision';
export { createTerminateAction } from './actions/terminate';
export { createUpdateAction } from './actions/update';
export type { OrderActionOptions } from './actions/OrderActionOptions';
