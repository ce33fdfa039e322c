import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  orderCreatePermission,
  orderDecidePermission,
  provisionedProductTerminatePermission,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderConditions,
  awsServiceCatalogProductConditions,
  awsServiceCatalogProvisionedProductConditions,
  createAwsServiceCatalogOrderConditionalDecision,
  createAwsServiceCatalogProductConditionalDecision,
  createAwsServiceCatalogProvisionedProductConditionalDecision,
} from 'backstage-plugin-aws-service-catalog-node';

/**
 * The example policy of the demo. It allows everything, as the stock policy of a new Backstage app does, except three things,
 * one on each kind of resource, to show how a policy narrows:
 *
 * - nobody orders databases in the hub, where only products are tried;
 * - nobody decides orders that their own team gets the result of;
 * - the operators see what every team runs, but only the owners may terminate it.
 *
 * What belongs to other teams is not for a policy to hide: the AWS Service Catalog plugin does that by itself. See
 * `docs/permissions.md`.
 */
export class DemoPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (isPermission(permission, orderCreatePermission)) {
      const { inTarget, ofProduct } = awsServiceCatalogProductConditions;
      return createAwsServiceCatalogProductConditionalDecision(permission, {
        anyOf: [
          { not: inTarget({ targets: ['hub'] }) },
          { not: ofProduct({ products: ['PostgreSQL RDS Instance'] }) },
        ],
      });
    }
    if (isPermission(permission, orderDecidePermission)) {
      const { isOwner } = awsServiceCatalogOrderConditions;
      return createAwsServiceCatalogOrderConditionalDecision(permission, {
        not: isOwner({ claims }),
      });
    }
    if (isPermission(permission, provisionedProductTerminatePermission)) {
      const { isOwner } = awsServiceCatalogProvisionedProductConditions;
      return createAwsServiceCatalogProvisionedProductConditionalDecision(
        permission,
        isOwner({ claims }),
      );
    }
    return { result: AuthorizeResult.ALLOW };
  }
}
