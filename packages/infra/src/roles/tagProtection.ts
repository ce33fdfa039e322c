import { LAUNCH_ROLE_PREFIX } from '../products/ProductDefinition';

/** Operations on tags whose permissions AWS can restrict by tag key. */
const TAG_ACTIONS = [
  'dynamodb:TagResource',
  'dynamodb:UntagResource',
  'ec2:CreateTags',
  'ec2:DeleteTags',
  'ecs:TagResource',
  'ecs:UntagResource',
  'iam:TagRole',
  'iam:UntagRole',
  'lambda:TagResource',
  'lambda:UntagResource',
  'logs:TagResource',
  'logs:UntagResource',
  'rds:AddTagsToResource',
  'rds:RemoveTagsFromResource',
  's3:TagResource',
  's3:UntagResource',
  'secretsmanager:TagResource',
  'secretsmanager:UntagResource',
  'sns:TagResource',
  'sns:UntagResource',
  'sqs:TagQueue',
  'sqs:UntagQueue',
  'tag:TagResources',
  'tag:UntagResources',
];

/** Operations by which somebody could make a role that the first statement lets pass. */
const ROLE_ACTIONS = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
];

/**
 * A service control policy: in the accounts below it only launch roles set, change and remove the tags that the portal
 * stamps, and only StackSets touch the launch roles and the portal's role.
 *
 * @param options.protectedTags - tag keys, with `*`
 * @param options.portalRoleName - of the portal's role
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
export function tagProtectionPolicy(options: {
  protectedTags: readonly string[];
  portalRoleName: string;
}): object {
  const launchRoles = `arn:*:iam::*:role/${LAUNCH_ROLE_PREFIX}*`;
  const stackSets = 'arn:*:iam::*:role/stacksets-exec-*';
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyLaunchRolesChangeStampedTags',
        Effect: 'Deny',
        Action: TAG_ACTIONS,
        Resource: '*',
        Condition: {
          'ForAnyValue:StringLike': { 'aws:TagKeys': options.protectedTags },
          ArnNotLike: { 'aws:PrincipalArn': [launchRoles, stackSets] },
        },
      },
      {
        Sid: 'OnlyStackSetsChangeTheRoles',
        Effect: 'Deny',
        Action: ROLE_ACTIONS,
        Resource: [launchRoles, `arn:*:iam::*:role/${options.portalRoleName}`],
        Condition: { ArnNotLike: { 'aws:PrincipalArn': [stackSets] } },
      },
    ],
  };
}
