import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_PROVISIONED_PRODUCT } from 'backstage-plugin-aws-service-catalog-common';
import type { PermissionFilter } from './filter';
import {
  claimsParamsSchema,
  isOneOfProducts,
  productsParamsSchema,
  targetsParamsSchema,
} from './params';

/**
 * What permission rules know of a provisioned product.
 *
 * @public
 */
export type PermissionProvisionedProduct = {
  target: string;
  productId: string;
  productName: string;
  /** The user who ordered it; absent when it was not ordered through the portal. */
  requester?: string;
  /** The group, or user, that owns it; absent when nobody does yet. */
  owner?: string;
};

/**
 * A filter over provisioned products.
 *
 * @public
 */
export type ProvisionedProductPermissionFilter = PermissionFilter<
  'target' | 'productId' | 'productName' | 'requester' | 'owner'
>;

/**
 * Provisioned products as a resource of the permission framework.
 *
 * @public
 */
export const awsServiceCatalogProvisionedProductPermissionResourceRef =
  createPermissionResourceRef<
    PermissionProvisionedProduct,
    ProvisionedProductPermissionFilter
  >().with({
    pluginId: 'aws-service-catalog',
    resourceType: RESOURCE_TYPE_PROVISIONED_PRODUCT,
  });

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow provisioned products that one of the claims ordered',
  resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
  paramsSchema: claimsParamsSchema,
  apply: ({ requester }, { claims }) =>
    requester !== undefined && claims.includes(requester),
  toQuery: ({ claims }) => ({ field: 'requester', values: claims }),
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow provisioned products that one of the claims owns',
  resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
  paramsSchema: claimsParamsSchema,
  apply: ({ owner }, { claims }) =>
    owner !== undefined && claims.includes(owner),
  toQuery: ({ claims }) => ({ field: 'owner', values: claims }),
});

const ofProduct = createPermissionRule({
  name: 'OF_PRODUCT',
  description: 'Allow provisioned products launched from these products',
  resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
  paramsSchema: productsParamsSchema,
  apply: (provisionedProduct, { products }) =>
    isOneOfProducts(provisionedProduct, products),
  toQuery: ({ products }) => ({
    anyOf: [
      { field: 'productId', values: products },
      { field: 'productName', values: products },
    ],
  }),
});

const inTarget = createPermissionRule({
  name: 'IN_TARGET',
  description: 'Allow provisioned products in these targets',
  resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
  paramsSchema: targetsParamsSchema,
  apply: ({ target }, { targets }) => targets.includes(target),
  toQuery: ({ targets }) => ({ field: 'target', values: targets }),
});

/**
 * The permission rules of provisioned products.
 *
 * @public
 */
export const awsServiceCatalogProvisionedProductPermissionRules = {
  isRequester,
  isOwner,
  ofProduct,
  inTarget,
};

const conditionExports = createConditionExports({
  resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
  rules: awsServiceCatalogProvisionedProductPermissionRules,
});

/**
 * Conditions on provisioned products, for permission policies.
 *
 * @public
 */
export const awsServiceCatalogProvisionedProductConditions =
  conditionExports.conditions;

/**
 * Lets a permission policy allow something about provisioned products on conditions.
 *
 * @public
 */
export const createAwsServiceCatalogProvisionedProductConditionalDecision =
  conditionExports.createConditionalDecision;
