import { Aws, aws_iam as iam } from 'aws-cdk-lib';

/** Permissions that several launch roles need, each with the wildcards that cdk-nag asks about. */
export interface SharedPermissions {
  statement: iam.PolicyStatement;
  acknowledged: string;
}

/** Log groups of the account. */
export function logGroups(): SharedPermissions {
  return {
    statement: new iam.PolicyStatement({
      actions: [
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:DescribeLogGroups',
        'logs:ListTagsForResource',
        'logs:PutRetentionPolicy',
        'logs:TagResource',
        'logs:UntagResource',
      ],
      resources: [`arn:${Aws.PARTITION}:logs:*:${Aws.ACCOUNT_ID}:log-group:*`],
    }),
    acknowledged:
      'IAM5[Resource::arn:<AWS::Partition>:logs:*:<AWS::AccountId>:log-group:*]',
  };
}

/** Roles that a stack of AWS Service Catalog makes, which CloudFormation names after it, and no others. */
export function rolesOfStacks(): SharedPermissions {
  return {
    statement: new iam.PolicyStatement({
      actions: [
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:PassRole',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
      ],
      resources: [
        `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/SC-${Aws.ACCOUNT_ID}-*`,
      ],
    }),
    acknowledged:
      'IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/SC-<AWS::AccountId>-*]',
  };
}
