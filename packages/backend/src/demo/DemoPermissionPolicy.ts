import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { PermissionPolicy } from '@backstage/plugin-permission-node';

/**
 * The example policy of the demo: it allows everything, as the stock policy of a new Backstage app does.
 *
 * The AWS Service Catalog plugin protects what a team owns by itself; a policy can only narrow that further.
 */
export class DemoPermissionPolicy implements PermissionPolicy {
  async handle(): Promise<PolicyDecision> {
    return { result: AuthorizeResult.ALLOW };
  }
}
