import { attributeOf, physicalIdOf } from './resourceIdentity';
import { ResourceContext } from './resourceModels';

function resource(type: string, properties = {}): ResourceContext {
  return {
    type,
    logicalId: 'Thing',
    properties,
    stackName: 'SC-123456789012-pp-1',
    accountId: '123456789012',
    region: 'eu-west-1',
    seed: 'seed',
  };
}

const REGIONAL = 'eu-west-1:123456789012';
const HEX = '[0-9a-f]{17}';
const NAME = 'SC-123456789012-pp-1-Thing-[A-Z0-9]{12}';
const LOWER = 'sc-123456789012-pp-1-thing-[a-z0-9]{12}';

it.each([
  ['AWS::EC2::VPC', {}, `vpc-${HEX}`],
  ['AWS::EC2::Subnet', {}, `subnet-${HEX}`],
  ['AWS::EC2::EIP', {}, '203\\.0\\.113\\.\\d+'],
  ['AWS::S3::Bucket', {}, LOWER],
  ['AWS::S3::Bucket', { BucketName: 'mine' }, 'mine'],
  ['AWS::RDS::DBInstance', { DBInstanceIdentifier: 'Mine' }, 'mine'],
  ['AWS::DynamoDB::Table', {}, NAME],
  ['AWS::IAM::ManagedPolicy', {}, `arn:aws:iam::123456789012:policy/${NAME}`],
  ['AWS::IAM::AccessKey', {}, 'AKIA[A-Z0-9]{16}'],
  [
    'AWS::SQS::Queue',
    { QueueName: 'mine' },
    'https://sqs\\.eu-west-1\\.amazonaws\\.com/123456789012/mine',
  ],
  ['AWS::SNS::Topic', { TopicName: 'mine' }, `arn:aws:sns:${REGIONAL}:mine`],
  [
    'AWS::ECS::Service',
    { ServiceName: 'mine', Cluster: 'web' },
    `arn:aws:ecs:${REGIONAL}:service/web/mine`,
  ],
  [
    'AWS::ECS::TaskDefinition',
    { Family: 'mine' },
    `arn:aws:ecs:${REGIONAL}:task-definition/mine:1`,
  ],
  [
    'AWS::SecretsManager::Secret',
    { Name: 'mine' },
    `arn:aws:secretsmanager:${REGIONAL}:secret:mine-[a-z0-9]{6}`,
  ],
  ['AWS::KMS::Key', {}, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { Name: 'web' },
    `arn:aws:elasticloadbalancing:${REGIONAL}:loadbalancer/app/web/[0-9a-f]{16}`,
  ],
  [
    'AWS::CloudFormation::Stack',
    {},
    `arn:aws:cloudformation:${REGIONAL}:stack/${NAME}/[0-9a-f]{32}`,
  ],
  ['AWS::Some::Thing', {}, NAME],
])('Ref of %s %j has its form', (type, properties, form) => {
  const context = resource(type, properties);
  expect(physicalIdOf(context)).toMatch(new RegExp(`^${form}$`));
  expect(physicalIdOf(context)).toBe(physicalIdOf(context));
  expect(physicalIdOf({ ...context, seed: 'other', properties: {} })).not.toBe(
    physicalIdOf({ ...context, properties: {} }),
  );
});

it.each([
  ['AWS::S3::Bucket', 'Arn', { BucketName: 'b' }, 'arn:aws:s3:::b'],
  [
    'AWS::S3::Bucket',
    'WebsiteURL',
    { BucketName: 'b' },
    'http://b\\.s3-website-eu-west-1\\.amazonaws\\.com',
  ],
  ['AWS::EC2::Instance', 'PrivateIp', {}, '10\\.0\\.\\d+\\.\\d+'],
  [
    'AWS::EC2::Instance',
    'PublicDnsName',
    {},
    'ec2-203-0-113-\\d+\\.eu-west-1\\.compute\\.amazonaws\\.com',
  ],
  ['AWS::EC2::Instance', 'AvailabilityZone', {}, 'eu-west-1a'],
  ['AWS::EC2::VPC', 'CidrBlock', { CidrBlock: '10.1.0.0/16' }, '10.1.0.0/16'],
  ['AWS::EC2::SecurityGroup', 'GroupId', {}, `sg-${HEX}`],
  ['AWS::EC2::EIP', 'AllocationId', {}, `eipalloc-${HEX}`],
  ['AWS::RDS::DBInstance', 'Endpoint.Port', { Engine: 'postgres' }, '5432'],
  [
    'AWS::RDS::DBInstance',
    'Endpoint.Port',
    { Engine: 'aurora-postgresql' },
    '5432',
  ],
  ['AWS::RDS::DBInstance', 'Endpoint.Port', { Engine: 'mysql' }, '3306'],
  ['AWS::RDS::DBInstance', 'Endpoint.Port', { Engine: 'sqlserver-ex' }, '1433'],
  ['AWS::RDS::DBInstance', 'Endpoint.Port', { Engine: 'oracle-ee' }, '1521'],
  ['AWS::RDS::DBInstance', 'Endpoint.Port', { Port: '6000' }, '6000'],
  [
    'AWS::RDS::DBInstance',
    'Endpoint.Address',
    { DBInstanceIdentifier: 'db' },
    'db\\.[a-z0-9]{12}\\.eu-west-1\\.rds\\.amazonaws\\.com',
  ],
  [
    'AWS::RDS::DBInstance',
    'DBInstanceArn',
    { DBInstanceIdentifier: 'db' },
    `arn:aws:rds:${REGIONAL}:db:db`,
  ],
  [
    'AWS::DynamoDB::Table',
    'StreamArn',
    { TableName: 't' },
    `arn:aws:dynamodb:${REGIONAL}:table/t/stream/.+`,
  ],
  [
    'AWS::IAM::Role',
    'Arn',
    { RoleName: 'r' },
    'arn:aws:iam::123456789012:role/r',
  ],
  ['AWS::SQS::Queue', 'Arn', { QueueName: 'q' }, `arn:aws:sqs:${REGIONAL}:q`],
  ['AWS::SNS::Topic', 'TopicName', { TopicName: 't' }, 't'],
  ['AWS::ECS::Service', 'Name', { ServiceName: 's' }, 's'],
  ['AWS::SSM::Parameter', 'Value', { Value: 'v' }, 'v'],
  [
    'AWS::ECR::Repository',
    'RepositoryUri',
    { RepositoryName: 'r' },
    '123456789012\\.dkr\\.ecr\\.eu-west-1\\.amazonaws\\.com/r',
  ],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'DNSName',
    { Name: 'web' },
    'web-\\d+\\.eu-west-1\\.elb\\.amazonaws\\.com',
  ],
  ['AWS::IAM::AccessKey', 'SecretAccessKey', {}, '\\*{4}'],
  // Types and attributes that the emulator does not know
  ['AWS::Some::Thing', 'Arn', {}, `arn:aws:some:${REGIONAL}:thing/${NAME}`],
  ['AWS::Some::Thing', 'Colour', { Colour: 'red' }, 'red'],
  ['AWS::Some::Thing', 'Colour', {}, `${NAME}-colour`],
])('GetAtt of %s.%s %j has its form', (type, name, properties, form) => {
  const context = resource(type, properties);
  expect(attributeOf(context, physicalIdOf(context), name)).toMatch(
    new RegExp(`^${form}$`),
  );
});
