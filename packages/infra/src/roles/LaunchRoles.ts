import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import {
  launchRoleName,
  ProductAction,
  ProductDefinition,
} from '../products/ProductDefinition';

/**
 * The launch role of each product: AWS Service Catalog creates what the product consists of with it. Launch constraints
 * know it by its name, so it has to be in every account where the product is launched.
 */
export class LaunchRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    products: readonly ProductDefinition[],
  ) {
    super(scope, id);
    const stacks = stackPolicy(this);
    for (const product of products) {
      const { actions = [] } = product;
      const statements = [
        ...product.permissions(),
        ...actions.flatMap(action => action.permissions()),
        ...(actions.length > 0 ? runbookPermissions(product, actions) : []),
      ];
      const role = new iam.Role(this, product.key, {
        roleName: launchRoleName(product.key),
        description: `AWS Service Catalog launches ${product.name} with it`,
        assumedBy: new iam.CompositePrincipal(
          service('servicecatalog.amazonaws.com'),
          ...(actions.length > 0 ? [service('ssm.amazonaws.com')] : []),
        ),
        managedPolicies: [stacks],
        inlinePolicies:
          statements.length === 0
            ? undefined
            : { product: new iam.PolicyDocument({ statements }) },
      });
      acknowledge(
        role,
        'What a product consists of has no name before it is launched; only AWS Service Catalog assumes the role, with templates of the catalog',
        [
          ...product.acknowledged,
          ...actions.flatMap(({ runbook: { name, version } }) => [
            `IAM5[Resource::arn:<AWS::Partition>:ssm:*::document/${name}]`,
            `IAM5[Resource::arn:<AWS::Partition>:ssm:*::automation-definition/${name}:${version}]`,
            'IAM5[Resource::arn:<AWS::Partition>:ssm:*:<AWS::AccountId>:automation-execution/*]',
          ]),
        ],
      );
    }
  }
}

/** A service, when it works for the account itself. */
function service(name: string): iam.ServicePrincipal {
  return new iam.ServicePrincipal(name, {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

/** AWS Service Catalog starts a runbook with the launch role, and has it run with the launch role, too. */
function runbookPermissions(
  product: ProductDefinition,
  actions: readonly ProductAction[],
): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['ssm:DescribeDocument', 'ssm:StartAutomationExecution'],
      resources: actions.flatMap(({ runbook }) => [
        `arn:${Aws.PARTITION}:ssm:*::document/${runbook.name}`,
        `arn:${Aws.PARTITION}:ssm:*::automation-definition/${runbook.name}:${runbook.version}`,
      ]),
    }),
    new iam.PolicyStatement({
      actions: ['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution'],
      resources: [
        `arn:${Aws.PARTITION}:ssm:*:${Aws.ACCOUNT_ID}:automation-execution/*`,
      ],
    }),
    new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [
        `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${launchRoleName(
          product.key,
        )}`,
      ],
      conditions: {
        StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' },
      },
    }),
  ];
}

/** What every launch role needs to work with the stacks of AWS Service Catalog, and nothing of what is in them. */
function stackPolicy(scope: Construct): iam.ManagedPolicy {
  const policy = new iam.ManagedPolicy(scope, 'Stacks', {
    description: 'Stacks of AWS Service Catalog, for launch roles',
    statements: [
      new iam.PolicyStatement({
        sid: 'StacksOfServiceCatalog',
        actions: [
          'cloudformation:CreateStack',
          'cloudformation:DeleteStack',
          'cloudformation:DescribeStackEvents',
          'cloudformation:DescribeStacks',
          'cloudformation:SetStackPolicy',
          'cloudformation:UpdateStack',
        ],
        resources: [
          `arn:${Aws.PARTITION}:cloudformation:*:${Aws.ACCOUNT_ID}:stack/SC-*`,
        ],
      }),
      new iam.PolicyStatement({
        sid: 'Templates',
        actions: [
          'cloudformation:GetTemplateSummary',
          'cloudformation:ValidateTemplate',
        ],
        resources: ['*'],
      }),
      new iam.PolicyStatement({
        sid: 'TemplatesThatServiceCatalogStored',
        actions: ['s3:GetObject'],
        resources: ['*'],
        conditions: {
          StringEquals: {
            's3:ExistingObjectTag/servicecatalog:provisioning': 'true',
          },
        },
      }),
    ],
  });
  acknowledge(
    policy,
    'Stacks are named when they are made; templates are read by a tag that AWS Service Catalog sets, from buckets of its own',
    [
      'IAM5[Resource::*]',
      'IAM5[Resource::arn:<AWS::Partition>:cloudformation:*:<AWS::AccountId>:stack/SC-*]',
    ],
  );
  return policy;
}
