import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization } from '../config/organization';
import { acknowledge } from '../nag/acknowledge';
import { PORTAL_ACTIONS } from './portalActions';

/**
 * The role that the portal works with in an account. Backstage's own role assumes it, with the external id of the
 * account. Portfolios have to let it in.
 */
export class PortalRole extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { roleName, trustedRoleArn, externalIdPrefix }: Organization['portal'],
  ) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      roleName,
      description: 'Backstage orders products of AWS Service Catalog with it',
      assumedBy: new iam.ArnPrincipal(trustedRoleArn),
      externalIds: [`${externalIdPrefix}${Aws.ACCOUNT_ID}`],
      inlinePolicies: {
        'service-catalog': new iam.PolicyDocument({
          statements: Object.entries(PORTAL_ACTIONS).map(
            ([sid, actions]) =>
              new iam.PolicyStatement({
                sid,
                actions: [...actions],
                resources: ['*'],
              }),
          ),
        }),
      },
    });
    acknowledge(
      role,
      'These actions do not know their resources before they are called; portfolios decide what the role may launch, and the portal who may order it',
      ['IAM5[Resource::*]'],
    );
  }
}
