import { readTemplate } from '../__testUtils__/readTemplate';
import { products } from '../products';
import { ProductDefinition } from '../products/ProductDefinition';

/** What CloudFormation does for a resource: always, and for the properties that a template gives it. */
interface Needs {
  always: string[];
  properties?: { [name: string]: string[] };
}

const changes = (service: string, ...actions: string[]) =>
  actions.map(action => `${service}:${action}`);

const ec2 = (...actions: string[]): Needs => ({
  always: changes('ec2', ...actions, 'CreateTags', 'DeleteTags'),
});

/** As the resource types declare it in CloudFormation's registry, without what only reads, unless a change waits for it. */
const NEEDS: { [type: string]: Needs } = {
  'AWS::CloudFormation::WaitCondition': { always: [] },
  'AWS::CloudFormation::WaitConditionHandle': { always: [] },
  'AWS::DynamoDB::Table': {
    always: changes(
      'dynamodb',
      'CreateTable',
      'DeleteTable',
      'DescribeTable',
      'TagResource',
      'UntagResource',
      'UpdateTable',
    ),
    properties: {
      PointInTimeRecoverySpecification: ['dynamodb:UpdateContinuousBackups'],
      SSESpecification: ['kms:CreateGrant'],
    },
  },
  'AWS::EC2::EIP': ec2(
    'AllocateAddress',
    'DisassociateAddress',
    'ReleaseAddress',
  ),
  'AWS::EC2::FlowLog': {
    always: [...ec2('CreateFlowLogs', 'DeleteFlowLogs').always, 'iam:PassRole'],
  },
  'AWS::EC2::InternetGateway': ec2(
    'CreateInternetGateway',
    'DeleteInternetGateway',
  ),
  'AWS::EC2::NatGateway': ec2(
    'CreateNatGateway',
    'DeleteNatGateway',
    'DescribeNatGateways',
  ),
  'AWS::EC2::Route': ec2('CreateRoute', 'DeleteRoute'),
  'AWS::EC2::RouteTable': ec2('CreateRouteTable', 'DeleteRouteTable'),
  'AWS::EC2::Subnet': {
    always: ec2('CreateSubnet', 'DeleteSubnet', 'DescribeSubnets').always,
    properties: { MapPublicIpOnLaunch: ['ec2:ModifySubnetAttribute'] },
  },
  'AWS::EC2::SubnetRouteTableAssociation': ec2(
    'AssociateRouteTable',
    'DisassociateRouteTable',
  ),
  'AWS::EC2::VPC': {
    always: ec2('CreateVpc', 'DeleteVpc', 'DescribeVpcs').always,
    properties: { EnableDnsHostnames: ['ec2:ModifyVpcAttribute'] },
  },
  'AWS::EC2::VPCGatewayAttachment': ec2(
    'AttachInternetGateway',
    'DetachInternetGateway',
  ),
  'AWS::ECS::Service': {
    always: changes(
      'ecs',
      'CreateService',
      'DeleteService',
      'DescribeServices',
      'TagResource',
      'UntagResource',
      'UpdateService',
    ),
  },
  'AWS::ECS::TaskDefinition': {
    always: [
      ...changes(
        'ecs',
        'DeregisterTaskDefinition',
        'RegisterTaskDefinition',
        'TagResource',
        'UntagResource',
      ),
      'iam:PassRole',
    ],
  },
  'AWS::IAM::Role': {
    always: changes(
      'iam',
      'CreateRole',
      'DeleteRole',
      'GetRole',
      'TagRole',
      'UntagRole',
    ),
    properties: { Policies: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'] },
  },
  'AWS::Logs::LogGroup': {
    always: changes(
      'logs',
      'CreateLogGroup',
      'DeleteLogGroup',
      'DescribeLogGroups',
      'TagResource',
      'UntagResource',
    ),
    properties: { RetentionInDays: ['logs:PutRetentionPolicy'] },
  },
  'AWS::RDS::DBInstance': {
    always: changes(
      'rds',
      'AddTagsToResource',
      'CreateDBInstance',
      'CreateDBSnapshot',
      'DeleteDBInstance',
      'DescribeDBInstances',
      'ModifyDBInstance',
      'RemoveTagsFromResource',
    ),
  },
  'AWS::S3::Bucket': {
    always: changes('s3', 'CreateBucket', 'DeleteBucket', 'PutBucketTagging'),
    properties: {
      BucketEncryption: ['s3:PutEncryptionConfiguration'],
      LifecycleConfiguration: ['s3:PutLifecycleConfiguration'],
      OwnershipControls: ['s3:PutBucketOwnershipControls'],
      PublicAccessBlockConfiguration: ['s3:PutBucketPublicAccessBlock'],
      VersioningConfiguration: ['s3:PutBucketVersioning'],
    },
  },
  'AWS::S3::BucketPolicy': {
    always: changes(
      's3',
      'DeleteBucketPolicy',
      'GetBucketPolicy',
      'PutBucketPolicy',
    ),
  },
  'AWS::SNS::Topic': {
    always: changes(
      'sns',
      'CreateTopic',
      'DeleteTopic',
      'GetTopicAttributes',
      'SetTopicAttributes',
      'TagResource',
      'UntagResource',
    ),
  },
  'AWS::SNS::TopicPolicy': { always: ['sns:SetTopicAttributes'] },
  'AWS::SQS::Queue': {
    always: changes(
      'sqs',
      'CreateQueue',
      'DeleteQueue',
      'GetQueueAttributes',
      'SetQueueAttributes',
      'TagQueue',
      'UntagQueue',
    ),
  },
  'AWS::SQS::QueuePolicy': { always: ['sqs:SetQueueAttributes'] },
  'AWS::SecretsManager::Secret': {
    always: changes(
      'secretsmanager',
      'CreateSecret',
      'DeleteSecret',
      'DescribeSecret',
      'TagResource',
      'UntagResource',
      'UpdateSecret',
    ),
    properties: {
      GenerateSecretString: ['secretsmanager:GetRandomPassword'],
    },
  },
};

/** Actions that change nothing. */
const READS = /^\w+:(BatchGet|Describe|Get|List)/;

function needsOf(product: ProductDefinition): string[] {
  const resources = Object.values(readTemplate(product).Resources);
  return resources.flatMap(({ Type, Properties = {} }) => {
    const needs = NEEDS[Type];
    if (!needs) {
      throw new Error(`Look up what CloudFormation does for ${Type}`);
    }
    return [
      ...needs.always,
      ...Object.entries(needs.properties ?? {}).flatMap(([name, actions]) =>
        name in Properties ? actions : [],
      ),
    ];
  });
}

describe.each(products.map(product => [product.name, product] as const))(
  'the launch role of %s',
  (_, product) => {
    const allowed = product.permissions().flatMap(({ actions }) => actions);

    it('may make, tag and delete each resource of the template', () => {
      expect(
        needsOf(product).filter(action => !allowed.includes(action)),
      ).toEqual([]);
    });

    it('may change nothing that the template has none of', () => {
      const needed = needsOf(product);
      expect(
        allowed.filter(
          action => !needed.includes(action) && !READS.test(action),
        ),
      ).toEqual([]);
    });
  },
);
