/**
 * What other backend plugins and modules need to work with the AWS Service Catalog plugin: service references, permission
 * rules and condition factories.
 *
 * @packageDocumentation
 */

export { awsServiceCatalogServiceRef } from './awsServiceCatalogServiceRef';
export {
  type AwsServiceCatalogService,
  type AwsServiceCatalogServiceRequestOptions,
} from './AwsServiceCatalogService';
export {
  awsServiceCatalogApprovalExtensionPoint,
  type ApprovalProvider,
  type ApprovalRequest,
  type ApprovalRule,
  type AwsServiceCatalogApprovalExtensionPoint,
  type PolicyFacts,
  type PolicyProvider,
  type ProvidedDecision,
} from './approvals';
export { clockServiceRef, type ClockService } from './clockService';
export { ORDER_EVENT_TOPIC, type OrderEventPayload } from './orderEvents';
export * from './permissions';
