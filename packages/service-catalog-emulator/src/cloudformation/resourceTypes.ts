import { alphanumericDigest, hexDigest } from '../state/ids';
import {
  arn,
  arnId,
  databaseEndpoint,
  enginePort,
  generatedName,
  given,
  globalArn,
  hex,
  hexId,
  idArn,
  lowerCaseName,
  named,
  privateIp,
  publicIp,
  ResourceTypeModel,
} from './resourceModels';

/** Ids and attributes by resource type; types that are absent get generic ones. */
export const RESOURCE_TYPES: { [type: string]: ResourceTypeModel } = {
  'AWS::S3::Bucket': {
    physicalId: context =>
      given(context, 'BucketName') ?? lowerCaseName('BucketName')(context),
    attributes: {
      Arn: (_, id) => `arn:aws:s3:::${id}`,
      DomainName: (_, id) => `${id}.s3.amazonaws.com`,
      RegionalDomainName: ({ region }, id) =>
        `${id}.s3.${region}.amazonaws.com`,
      DualStackDomainName: ({ region }, id) =>
        `${id}.s3.dualstack.${region}.amazonaws.com`,
      WebsiteURL: ({ region }, id) =>
        `http://${id}.s3-website-${region}.amazonaws.com`,
    },
  },
  'AWS::S3::BucketPolicy': named('Bucket'),
  'AWS::EC2::Instance': hexId('i', {
    PrivateIp: privateIp,
    PublicIp: publicIp,
    PrivateDnsName: (context, id) =>
      `ip-${String(privateIp(context, id)).replaceAll('.', '-')}.ec2.internal`,
    PublicDnsName: (context, id) =>
      `ec2-${String(publicIp(context, id)).replaceAll('.', '-')}.${
        context.region
      }.compute.amazonaws.com`,
    AvailabilityZone: ({ region }) => `${region}a`,
    VpcId: hex('vpc-', 17),
  }),
  'AWS::EC2::VPC': hexId('vpc', {
    VpcId: (_, id) => id,
    CidrBlock: ({ properties }) => properties.CidrBlock,
    DefaultSecurityGroup: hex('sg-', 17),
    DefaultNetworkAcl: hex('acl-', 17),
  }),
  'AWS::EC2::Subnet': hexId('subnet', {
    SubnetId: (_, id) => id,
    VpcId: ({ properties }) => properties.VpcId,
    AvailabilityZone: ({ properties, region }) =>
      properties.AvailabilityZone ?? `${region}a`,
  }),
  'AWS::EC2::SecurityGroup': hexId('sg', {
    GroupId: (_, id) => id,
    VpcId: ({ properties }) => properties.VpcId,
  }),
  'AWS::EC2::InternetGateway': hexId('igw', {
    InternetGatewayId: (_, id) => id,
  }),
  'AWS::EC2::NatGateway': hexId('nat', { NatGatewayId: (_, id) => id }),
  'AWS::EC2::RouteTable': hexId('rtb', { RouteTableId: (_, id) => id }),
  'AWS::EC2::NetworkAcl': hexId('acl', { Id: (_, id) => id }),
  'AWS::EC2::VPCEndpoint': hexId('vpce'),
  'AWS::EC2::FlowLog': hexId('fl', { Id: (_, id) => id }),
  'AWS::EC2::LaunchTemplate': hexId('lt', {
    LatestVersionNumber: () => '1',
    DefaultVersionNumber: () => '1',
  }),
  'AWS::EC2::Volume': hexId('vol', { VolumeId: (_, id) => id }),
  'AWS::EC2::EIP': {
    physicalId: context => String(publicIp(context, '')),
    attributes: { AllocationId: hex('eipalloc-', 17), PublicIp: (_, id) => id },
  },
  'AWS::EC2::SubnetRouteTableAssociation': hexId('rtbassoc'),
  'AWS::EC2::SubnetNetworkAclAssociation': hexId('aclassoc'),
  'AWS::RDS::DBInstance': {
    physicalId: lowerCaseName('DBInstanceIdentifier'),
    attributes: {
      ...databaseEndpoint(enginePort),
      DBInstanceArn: idArn('rds', 'db:'),
      DbiResourceId: hex('db-', 26),
    },
  },
  'AWS::RDS::DBCluster': {
    physicalId: lowerCaseName('DBClusterIdentifier'),
    attributes: {
      ...databaseEndpoint(enginePort),
      'ReadEndpoint.Address': ({ seed, region }, id) =>
        `${id}.cluster-ro-${alphanumericDigest(
          12,
          seed,
          'rds',
        )}.${region}.rds.amazonaws.com`,
      DBClusterArn: idArn('rds', 'cluster:'),
    },
  },
  'AWS::RDS::DBSubnetGroup': {
    physicalId: lowerCaseName('DBSubnetGroupName'),
    attributes: {},
  },
  'AWS::DynamoDB::Table': named('TableName', {
    Arn: idArn('dynamodb', 'table/'),
    StreamArn: (context, id) =>
      `${idArn('dynamodb', 'table/')(
        context,
        id,
      )}/stream/2024-01-01T00:00:00.000`,
  }),
  'AWS::IAM::Role': named('RoleName', {
    Arn: globalArn('iam', 'role/'),
    RoleId: hex('AROA', 16),
  }),
  'AWS::IAM::User': named('UserName', { Arn: globalArn('iam', 'user/') }),
  'AWS::IAM::Group': named('GroupName', { Arn: globalArn('iam', 'group/') }),
  'AWS::IAM::InstanceProfile': named('InstanceProfileName', {
    Arn: globalArn('iam', 'instance-profile/'),
  }),
  'AWS::IAM::ManagedPolicy': {
    physicalId: ({ accountId, ...context }) =>
      `arn:aws:iam::${accountId}:policy/${
        given({ accountId, ...context }, 'ManagedPolicyName') ??
        generatedName({ accountId, ...context })
      }`,
    attributes: { PolicyArn: (_, id) => id },
  },
  'AWS::IAM::AccessKey': {
    physicalId: ({ seed }) =>
      `AKIA${alphanumericDigest(16, seed, 'key').toUpperCase()}`,
    attributes: { SecretAccessKey: () => '****' },
  },
  'AWS::SQS::Queue': {
    physicalId: context =>
      `https://sqs.${context.region}.amazonaws.com/${context.accountId}/${
        given(context, 'QueueName') ?? generatedName(context)
      }`,
    attributes: {
      Arn: (context, id) => arn('sqs', id.split('/').pop()!)(context, id),
      QueueName: (_, id) => id.split('/').pop(),
      QueueUrl: (_, id) => id,
    },
  },
  'AWS::SNS::Topic': arnId('sns', (_, name) => name, 'TopicName', {
    TopicArn: (_, id) => id,
    TopicName: (_, id) => id.split(':').pop(),
  }),
  'AWS::Lambda::Function': named('FunctionName', {
    Arn: idArn('lambda', 'function:'),
  }),
  'AWS::Logs::LogGroup': named('LogGroupName', {
    Arn: (context, id) => arn('logs', `log-group:${id}:*`)(context, id),
  }),
  'AWS::SSM::Parameter': named('Name', {
    Type: ({ properties }) => properties.Type,
    Value: ({ properties }) => properties.Value,
  }),
  'AWS::SecretsManager::Secret': arnId(
    'secretsmanager',
    ({ seed }, name) =>
      `secret:${name}-${alphanumericDigest(6, seed, 'secret')}`,
    'Name',
    { Id: (_, id) => id },
  ),
  'AWS::KMS::Key': {
    physicalId: ({ seed }) =>
      [8, 4, 4, 4, 12]
        .map((length, index) => hexDigest(length, seed, 'kms', String(index)))
        .join('-'),
    attributes: { Arn: idArn('kms', 'key/'), KeyId: (_, id) => id },
  },
  'AWS::KMS::Alias': named('AliasName'),
  'AWS::ECR::Repository': named('RepositoryName', {
    Arn: idArn('ecr', 'repository/'),
    RepositoryUri: ({ accountId, region }, id) =>
      `${accountId}.dkr.ecr.${region}.amazonaws.com/${id}`,
  }),
  'AWS::ECS::Cluster': named('ClusterName', { Arn: idArn('ecs', 'cluster/') }),
  'AWS::ECS::Service': arnId(
    'ecs',
    (context, name) =>
      `service/${(given(context, 'Cluster') ?? 'default')
        .split('/')
        .pop()}/${name}`,
    'ServiceName',
    {
      Name: (_, id) => id.split('/').pop(),
      ServiceArn: (_, id) => id,
    },
  ),
  'AWS::ECS::TaskDefinition': arnId(
    'ecs',
    (_, name) => `task-definition/${name}:1`,
    'Family',
    { TaskDefinitionArn: (_, id) => id },
  ),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': arnId(
    'elasticloadbalancing',
    ({ seed }, name) =>
      `loadbalancer/app/${name.slice(0, 32)}/${hexDigest(16, seed, 'lb')}`,
    'Name',
    {
      DNSName: ({ seed, region }, id) =>
        `${id.split('/')[2]}-${parseInt(
          hexDigest(7, seed, 'dns'),
          16,
        )}.${region}.elb.amazonaws.com`,
      LoadBalancerArn: (_, id) => id,
      LoadBalancerFullName: (_, id) => id.split(':loadbalancer/')[1],
      CanonicalHostedZoneID: () => 'Z35SXDOTRQ7X7K',
    },
  ),
  'AWS::ElasticLoadBalancingV2::TargetGroup': arnId(
    'elasticloadbalancing',
    ({ seed }, name) =>
      `targetgroup/${name.slice(0, 32)}/${hexDigest(16, seed, 'tg')}`,
    'Name',
    { TargetGroupArn: (_, id) => id },
  ),
  'AWS::CloudFormation::WaitConditionHandle': {
    physicalId: ({ region, seed }) =>
      `https://cloudformation-waitcondition-${region}.s3.${region}.amazonaws.com/${hexDigest(
        32,
        seed,
        'handle',
      )}`,
    attributes: {},
  },
  'AWS::CloudFormation::Stack': {
    physicalId: context =>
      String(
        arn(
          'cloudformation',
          `stack/${generatedName(context)}/${hexDigest(
            32,
            context.seed,
            'id',
          )}`,
        )(context, ''),
      ),
    attributes: {},
  },
};
