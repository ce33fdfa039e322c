import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization } from '../config/organization';
import { acknowledge } from '../nag/acknowledge';

/**
 * The role that the portal reads costs with, in the account that pays. It is trusted as the portal's role is.
 */
export class CostsRole extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { costsRoleName, trustedRoleArn, externalIdPrefix }: Organization['portal'],
  ) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      roleName: costsRoleName,
      description: 'Backstage reads with it what products cost',
      assumedBy: new iam.ArnPrincipal(trustedRoleArn),
      externalIds: [`${externalIdPrefix}${Aws.ACCOUNT_ID}`],
      inlinePolicies: {
        costs: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['ce:GetCostAndUsage'],
              resources: ['*'],
            }),
          ],
        }),
      },
    });
    acknowledge(role, 'Cost Explorer has no resources to name', [
      'IAM5[Resource::*]',
    ]);
  }
}
