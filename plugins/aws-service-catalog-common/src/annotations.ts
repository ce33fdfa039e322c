/**
 * Narrows what an entity may order to these targets (comma separated target names).
 *
 * @public
 */
export const ANNOTATION_TARGET = 'aws.amazon.com/service-catalog-target';

/**
 * Narrows what an entity may order to the products of these portfolios (comma separated portfolio names: AWS does not show the
 * ids to those who launch).
 *
 * @public
 */
export const ANNOTATION_PORTFOLIOS =
  'aws.amazon.com/service-catalog-portfolios';

/**
 * Narrows what an entity may order to these products (comma separated product ids or names).
 *
 * @public
 */
export const ANNOTATION_PRODUCTS = 'aws.amazon.com/service-catalog-products';

/**
 * Points at provisioned products that belong on this entity's page (comma separated provisioned product ids). It never
 * grants access: the reader still needs to own, or otherwise be allowed to read, each of them.
 *
 * @public
 */
export const ANNOTATION_PROVISIONED_PRODUCTS =
  'aws.amazon.com/service-catalog-provisioned-products';

/**
 * The requester of an order that nobody asked for: the portal itself, because a lease is over. It is no entity of the catalog.
 *
 * @public
 */
export const PORTAL_REQUESTER = 'plugin:default/aws-service-catalog';
