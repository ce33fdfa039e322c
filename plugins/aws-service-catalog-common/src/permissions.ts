import { createPermission } from '@backstage/plugin-permission-common';

/**
 * The permission resource type of a product a caller may order.
 *
 * @public
 */
export const RESOURCE_TYPE_PRODUCT = 'aws-service-catalog-product';

/**
 * The permission resource type of an order.
 *
 * @public
 */
export const RESOURCE_TYPE_ORDER = 'aws-service-catalog-order';

/**
 * The permission resource type of a provisioned product.
 *
 * @public
 */
export const RESOURCE_TYPE_PROVISIONED_PRODUCT =
  'aws-service-catalog-provisioned-product';

/**
 * Reading products and their launch forms.
 *
 * @public
 */
export const productReadPermission = createPermission({
  name: 'aws-service-catalog.product.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_PRODUCT,
});

/**
 * Ordering a product. It is decided per product, so that a policy can narrow who may order what.
 *
 * @public
 */
export const orderCreatePermission = createPermission({
  name: 'aws-service-catalog.order.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_PRODUCT,
});

/**
 * Reading an order and its timeline.
 *
 * @public
 */
export const orderReadPermission = createPermission({
  name: 'aws-service-catalog.order.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ORDER,
});

/**
 * Approving or rejecting an order.
 *
 * @public
 */
export const orderDecidePermission = createPermission({
  name: 'aws-service-catalog.order.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ORDER,
});

/**
 * Cancelling an order that has not been submitted to AWS yet, and retrying a failed one.
 *
 * @public
 */
export const orderCancelPermission = createPermission({
  name: 'aws-service-catalog.order.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ORDER,
});

/**
 * Reading a provisioned product, its outputs and its records.
 *
 * @public
 */
export const provisionedProductReadPermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Ordering an update of a provisioned product.
 *
 * @public
 */
export const provisionedProductUpdatePermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Ordering the termination of a provisioned product.
 *
 * @public
 */
export const provisionedProductTerminatePermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.terminate',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Terminating a provisioned product and leaving resources behind in AWS. Only operators may, whatever a policy says.
 *
 * @public
 */
export const provisionedProductAbandonPermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.abandon',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Running a service action on a provisioned product, such as a restart. It is apart from updates, so that a policy can let teams
 * restart what it does not let them change.
 *
 * @public
 */
export const provisionedProductRunActionPermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.run-action',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Setting by whom AWS says that a provisioned product is owned, or with which role AWS works on it. Only operators may, whatever a
 * policy says.
 *
 * @public
 */
export const provisionedProductRepairPermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.repair',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Claiming a provisioned product that nobody owns yet.
 *
 * @public
 */
export const provisionedProductAdoptPermission = createPermission({
  name: 'aws-service-catalog.provisioned-product.adopt',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
});

/**
 * Every permission of the plugin.
 *
 * @public
 */
export const awsServiceCatalogPermissions = [
  productReadPermission,
  orderCreatePermission,
  orderReadPermission,
  orderDecidePermission,
  orderCancelPermission,
  provisionedProductReadPermission,
  provisionedProductUpdatePermission,
  provisionedProductTerminatePermission,
  provisionedProductAbandonPermission,
  provisionedProductRunActionPermission,
  provisionedProductRepairPermission,
  provisionedProductAdoptPermission,
];
