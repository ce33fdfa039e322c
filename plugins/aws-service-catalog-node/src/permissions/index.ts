export type { PermissionFilter } from './filter';
export {
  awsServiceCatalogProductConditions,
  awsServiceCatalogProductPermissionResourceRef,
  awsServiceCatalogProductPermissionRules,
  createAwsServiceCatalogProductConditionalDecision,
  type PermissionProduct,
  type ProductPermissionFilter,
} from './products';
export {
  awsServiceCatalogOrderConditions,
  awsServiceCatalogOrderPermissionResourceRef,
  awsServiceCatalogOrderPermissionRules,
  createAwsServiceCatalogOrderConditionalDecision,
  type OrderPermissionFilter,
  type PermissionOrder,
} from './orders';
export {
  awsServiceCatalogProvisionedProductConditions,
  awsServiceCatalogProvisionedProductPermissionResourceRef,
  awsServiceCatalogProvisionedProductPermissionRules,
  createAwsServiceCatalogProvisionedProductConditionalDecision,
  type PermissionProvisionedProduct,
  type ProvisionedProductPermissionFilter,
} from './provisionedProducts';
