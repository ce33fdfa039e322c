import {
  Aws,
  aws_dynamodb as dynamodb,
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  CfnCondition,
  CfnDeletionPolicy,
  CfnOutput,
  CfnParameter,
  Fn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  addGovernanceParameters,
  addPurposeParameter,
  describeForm,
} from './parameters';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

class Table extends servicecatalog.ProductStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description:
        'A DynamoDB table that is paid for by request, encrypted, with recovery to any second of the last 35 days.',
      analyticsReporting: false,
    });
    describeForm(this, [
      {
        label: 'What the table is for',
        parameters: {
          TablePurpose: 'Purpose',
          TeamName: 'Team',
          Environment: 'Environment',
        },
      },
      {
        label: 'Keys',
        parameters: { PartitionKey: 'Partition key', SortKey: 'Sort key' },
      },
    ]);
    const purpose = addPurposeParameter(this, 'TablePurpose', {
      for: 'what is kept in it',
      becomesPartOf: 'table',
    });
    const { team, environment } = addGovernanceParameters(this, {
      environmentDecides: 'A prod table cannot be deleted by accident.',
    });
    const partitionKey = new CfnParameter(this, 'PartitionKey', {
      type: 'String',
      description: 'The text attribute that tells items apart.',
      default: 'pk',
      minLength: 1,
      maxLength: 255,
    });
    const sortKey = new CfnParameter(this, 'SortKey', {
      type: 'String',
      description:
        'The text attribute that orders items of one partition key. Leave it empty for none.',
      default: '',
      maxLength: 255,
    });
    const hasSortKey = new CfnCondition(this, 'HasSortKey', {
      expression: Fn.conditionNot(
        Fn.conditionEquals(sortKey.valueAsString, ''),
      ),
    });
    const isProd = new CfnCondition(this, 'IsProd', {
      expression: Fn.conditionEquals(environment.valueAsString, 'prod'),
    });
    const withSortKey = (value: object) =>
      Fn.conditionIf(hasSortKey.logicalId, value, Aws.NO_VALUE);

    const table = new dynamodb.CfnTable(this, 'Table', {
      tableName: Fn.join('-', [
        team.valueAsString,
        purpose.valueAsString,
        environment.valueAsString,
      ]),
      billingMode: 'PAY_PER_REQUEST',
      attributeDefinitions: [
        { attributeName: partitionKey.valueAsString, attributeType: 'S' },
        withSortKey({
          AttributeName: sortKey.valueAsString,
          AttributeType: 'S',
        }),
      ],
      keySchema: [
        { attributeName: partitionKey.valueAsString, keyType: 'HASH' },
        withSortKey({
          AttributeName: sortKey.valueAsString,
          KeyType: 'RANGE',
        }) as unknown as dynamodb.CfnTable.KeySchemaProperty,
      ],
      sseSpecification: { sseEnabled: true },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtectionEnabled: Fn.conditionIf(isProd.logicalId, true, false),
    });
    // A prod table is protected anyway; with others goes what they hold.
    table.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    table.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;

    new CfnOutput(this, 'TableName', {
      description: 'Name of the table',
      value: table.ref,
    });
    new CfnOutput(this, 'TableArn', {
      description: 'ARN of the table, for IAM policies',
      value: table.attrArn,
    });
  }
}

const tables = `table/*`;

/** A table. */
export const table: ProductDefinition = {
  key: 'dynamodb-table',
  name: 'DynamoDB Table',
  description: 'A table that is paid for by request, encrypted and backed up',
  supportDescription: SUPPORT.description,
  currentVersion: { name: '1.0', description: 'On-demand capacity' },
  template: {
    kind: 'stack',
    create: (scope, id) => new Table(scope, id),
    earlierVersions: [],
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'dynamodb:CreateTable',
        'dynamodb:DeleteTable',
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTable',
        'dynamodb:ListTagsOfResource',
        'dynamodb:TagResource',
        'dynamodb:UntagResource',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTable',
      ],
      resources: [
        `arn:${Aws.PARTITION}:dynamodb:*:${Aws.ACCOUNT_ID}:${tables}`,
      ],
    }),
    // DynamoDB asks for the key that AWS manages for it.
    new iam.PolicyStatement({
      actions: ['kms:CreateGrant', 'kms:DescribeKey'],
      resources: [`arn:${Aws.PARTITION}:kms:*:${Aws.ACCOUNT_ID}:key/*`],
      conditions: {
        StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
      },
    }),
  ],
  acknowledged: [
    `IAM5[Resource::arn:<AWS::Partition>:dynamodb:*:<AWS::AccountId>:${tables}]`,
    'IAM5[Resource::arn:<AWS::Partition>:kms:*:<AWS::AccountId>:key/*]',
  ],
};
