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
import { provisionedProductTerminatePermission } from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogProvisionedProductConditions,
  createAwsServiceCatalogProvisionedProductConditionalDecision,
} from 'backstage-plugin-aws-service-catalog-node';

/**
 * The example policy of the demo. It allows everything, as the stock policy of a new Backstage app does, with one
 * exception to show how a policy narrows: the operators see what every team runs, but only the owners may terminate it.
 *
 * What belongs to other teams is not for a policy to hide: the AWS Service Catalog plugin does that by itself.
 */
export class DemoPermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (isPermission(permission, provisionedProductTerminatePermission)) {
      return createAwsServiceCatalogProvisionedProductConditionalDecision(
        permission,
        awsServiceCatalogProvisionedProductConditions.isOwner({
          claims: user?.info.ownershipEntityRefs ?? [],
        }),
      );
    }
    return { result: AuthorizeResult.ALLOW };
  }
}
