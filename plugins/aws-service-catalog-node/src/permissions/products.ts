import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_PRODUCT } from 'backstage-plugin-aws-service-catalog-common';
import type { PermissionFilter } from './filter';
import {
  isOneOfProducts,
  productsParamsSchema,
  targetsParamsSchema,
} from './params';

/**
 * What permission rules know of a product.
 *
 * @public
 */
export type PermissionProduct = {
  /** The name of the target it is offered in. */
  target: string;
  productId: string;
  productName: string;
};

/**
 * A filter over products.
 *
 * @public
 */
export type ProductPermissionFilter = PermissionFilter<
  'target' | 'productId' | 'productName'
>;

/**
 * Products as a resource of the permission framework. Reading and ordering are decided on it.
 *
 * @public
 */
export const awsServiceCatalogProductPermissionResourceRef =
  createPermissionResourceRef<
    PermissionProduct,
    ProductPermissionFilter
  >().with({
    pluginId: 'aws-service-catalog',
    resourceType: RESOURCE_TYPE_PRODUCT,
  });

const ofProduct = createPermissionRule({
  name: 'OF_PRODUCT',
  description: 'Allow these products',
  resourceRef: awsServiceCatalogProductPermissionResourceRef,
  paramsSchema: productsParamsSchema,
  apply: (product, { products }) => isOneOfProducts(product, products),
  toQuery: ({ products }) => ({
    anyOf: [
      { field: 'productId', values: products },
      { field: 'productName', values: products },
    ],
  }),
});

const inTarget = createPermissionRule({
  name: 'IN_TARGET',
  description: 'Allow products of these targets',
  resourceRef: awsServiceCatalogProductPermissionResourceRef,
  paramsSchema: targetsParamsSchema,
  apply: (product, { targets }) => targets.includes(product.target),
  toQuery: ({ targets }) => ({ field: 'target', values: targets }),
});

/**
 * The permission rules of products.
 *
 * @public
 */
export const awsServiceCatalogProductPermissionRules = { ofProduct, inTarget };

const conditionExports = createConditionExports({
  resourceRef: awsServiceCatalogProductPermissionResourceRef,
  rules: awsServiceCatalogProductPermissionRules,
});

/**
 * Conditions on products, for permission policies.
 *
 * @public
 */
export const awsServiceCatalogProductConditions = conditionExports.conditions;

/**
 * Lets a permission policy allow reading or ordering products on conditions.
 *
 * @public
 */
export const createAwsServiceCatalogProductConditionalDecision =
  conditionExports.createConditionalDecision;
