import {
  AuthorizeResult,
  isPermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  orderCancelPermission,
  orderCreatePermission,
  orderDecidePermission,
  orderReadPermission,
  productReadPermission,
  provisionedProductAbandonPermission,
  provisionedProductAdoptPermission,
  provisionedProductReadPermission,
  provisionedProductRepairPermission,
  provisionedProductRunActionPermission,
  provisionedProductTerminatePermission,
  provisionedProductUpdatePermission,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderConditions as orderIs,
  awsServiceCatalogProductConditions as productIs,
  awsServiceCatalogProvisionedProductConditions as provisionedProductIs,
  createAwsServiceCatalogOrderConditionalDecision as decideOrder,
  createAwsServiceCatalogProductConditionalDecision as decideProduct,
  createAwsServiceCatalogProvisionedProductConditionalDecision as decideProvisionedProduct,
} from 'backstage-plugin-aws-service-catalog-node';

/** What the permission framework says: everything, nothing, with conditions; and without asking any policy. */
export const policyNames = [
  'allowed',
  'denied',
  'conditional',
  'disabled',
] as const;

/** See {@link policyNames}. */
export type PolicyName = (typeof policyNames)[number];

/** A policy that narrows each permission in a way of its own. */
function narrow(permission: Permission, claims: string[]): PolicyDecision {
  if (isPermission(permission, productReadPermission)) {
    return decideProduct(
      permission,
      productIs.ofProduct({ products: ['Bucket'] }),
    );
  }
  if (isPermission(permission, orderCreatePermission)) {
    return decideProduct(
      permission,
      productIs.inTarget({ targets: ['sandbox'] }),
    );
  }
  if (isPermission(permission, orderReadPermission)) {
    return decideOrder(permission, {
      anyOf: [orderIs.isOwner({ claims }), orderIs.isApprover({ claims })],
    });
  }
  if (isPermission(permission, orderDecidePermission)) {
    return decideOrder(permission, orderIs.ofProduct({ products: ['Queue'] }));
  }
  if (isPermission(permission, orderCancelPermission)) {
    return decideOrder(permission, orderIs.isRequester({ claims }));
  }
  if (isPermission(permission, provisionedProductReadPermission)) {
    return decideProvisionedProduct(permission, {
      not: provisionedProductIs.ofProduct({ products: ['Queue'] }),
    });
  }
  if (isPermission(permission, provisionedProductUpdatePermission)) {
    return decideProvisionedProduct(
      permission,
      provisionedProductIs.isRequester({ claims }),
    );
  }
  if (isPermission(permission, provisionedProductTerminatePermission)) {
    return decideProvisionedProduct(
      permission,
      provisionedProductIs.isOwner({ claims }),
    );
  }
  if (isPermission(permission, provisionedProductAbandonPermission)) {
    return decideProvisionedProduct(
      permission,
      provisionedProductIs.inTarget({ targets: ['sandbox'] }),
    );
  }
  if (isPermission(permission, provisionedProductRunActionPermission)) {
    return decideProvisionedProduct(
      permission,
      provisionedProductIs.isOwner({ claims }),
    );
  }
  if (isPermission(permission, provisionedProductRepairPermission)) {
    return decideProvisionedProduct(
      permission,
      provisionedProductIs.inTarget({ targets: ['sandbox'] }),
    );
  }
  if (isPermission(permission, provisionedProductAdoptPermission)) {
    return decideProvisionedProduct(
      permission,
      provisionedProductIs.inTarget({ targets: ['sandbox'] }),
    );
  }
  return { result: AuthorizeResult.DENY };
}

/**
 * What each policy says to somebody.
 *
 * @param claims - the user and the groups of the user
 */
export const policies: Record<
  PolicyName,
  (permission: Permission, claims: string[]) => PolicyDecision
> = {
  allowed: () => ({ result: AuthorizeResult.ALLOW }),
  denied: () => ({ result: AuthorizeResult.DENY }),
  conditional: narrow,
  // Nobody asks it.
  disabled: () => ({ result: AuthorizeResult.DENY }),
};
