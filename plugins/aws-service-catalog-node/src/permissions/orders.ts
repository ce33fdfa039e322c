import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_ORDER } from 'backstage-plugin-aws-service-catalog-common';
import type { PermissionFilter } from './filter';
import {
  claimsParamsSchema,
  isOneOfProducts,
  productsParamsSchema,
  targetsParamsSchema,
} from './params';

/**
 * What permission rules know of an order.
 *
 * @public
 */
export type PermissionOrder = {
  target: string;
  productId: string;
  productName: string;
  /** The user who asked for it. */
  requester: string;
  /** The group, or user, that owns the result. */
  owner: string;
  /** Who may decide it: groups or users; empty when nobody has to. */
  approvers: string[];
};

/**
 * A filter over orders. `approver` matches an order that has one of the values among its approvers.
 *
 * @public
 */
export type OrderPermissionFilter = PermissionFilter<
  'target' | 'productId' | 'productName' | 'requester' | 'owner' | 'approver'
>;

/**
 * Orders as a resource of the permission framework.
 *
 * @public
 */
export const awsServiceCatalogOrderPermissionResourceRef =
  createPermissionResourceRef<PermissionOrder, OrderPermissionFilter>().with({
    pluginId: 'aws-service-catalog',
    resourceType: RESOURCE_TYPE_ORDER,
  });

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow orders that one of the claims asked for',
  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
  paramsSchema: claimsParamsSchema,
  apply: (order, { claims }) => claims.includes(order.requester),
  toQuery: ({ claims }) => ({ field: 'requester', values: claims }),
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow orders whose result one of the claims owns',
  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
  paramsSchema: claimsParamsSchema,
  apply: (order, { claims }) => claims.includes(order.owner),
  toQuery: ({ claims }) => ({ field: 'owner', values: claims }),
});

const isApprover = createPermissionRule({
  name: 'IS_APPROVER',
  description: 'Allow orders that one of the claims may decide',
  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
  paramsSchema: claimsParamsSchema,
  apply: (order, { claims }) =>
    order.approvers.some(approver => claims.includes(approver)),
  toQuery: ({ claims }) => ({ field: 'approver', values: claims }),
});

const ofProduct = createPermissionRule({
  name: 'OF_PRODUCT',
  description: 'Allow orders of these products',
  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
  paramsSchema: productsParamsSchema,
  apply: (order, { products }) => isOneOfProducts(order, products),
  toQuery: ({ products }) => ({
    anyOf: [
      { field: 'productId', values: products },
      { field: 'productName', values: products },
    ],
  }),
});

const inTarget = createPermissionRule({
  name: 'IN_TARGET',
  description: 'Allow orders in these targets',
  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
  paramsSchema: targetsParamsSchema,
  apply: (order, { targets }) => targets.includes(order.target),
  toQuery: ({ targets }) => ({ field: 'target', values: targets }),
});

/**
 * The permission rules of orders.
 *
 * @public
 */
export const awsServiceCatalogOrderPermissionRules = {
  isRequester,
  isOwner,
  isApprover,
  ofProduct,
  inTarget,
};

const conditionExports = createConditionExports({
  resourceRef: awsServiceCatalogOrderPermissionResourceRef,
  rules: awsServiceCatalogOrderPermissionRules,
});

/**
 * Conditions on orders, for permission policies.
 *
 * @public
 */
export const awsServiceCatalogOrderConditions = conditionExports.conditions;

/**
 * Lets a permission policy allow something about orders on conditions.
 *
 * @public
 */
export const createAwsServiceCatalogOrderConditionalDecision =
  conditionExports.createConditionalDecision;
