/** Properties whose change makes CloudFormation replace the resource. */
interface Replacing {
  always: string[];
  /** Depends on what AWS finds; here such a change is made in place. */
  conditionally?: string[];
}

/** What the resource type reference says under "Update requires", for the common types. */
const REPLACING: { [type: string]: Replacing } = {
  'AWS::DynamoDB::Table': { always: ['TableName', 'LocalSecondaryIndexes'] },
  'AWS::EC2::Instance': {
    always: ['ImageId', 'KeyName', 'SubnetId', 'AvailabilityZone'],
    conditionally: ['InstanceType', 'UserData', 'EbsOptimized'],
  },
  'AWS::EC2::NatGateway': { always: ['SubnetId', 'AllocationId'] },
  'AWS::EC2::SecurityGroup': {
    always: ['GroupName', 'GroupDescription', 'VpcId'],
  },
  'AWS::EC2::Subnet': {
    always: ['AvailabilityZone', 'CidrBlock', 'VpcId', 'OutpostArn'],
  },
  'AWS::EC2::VPC': { always: ['CidrBlock'] },
  'AWS::EC2::Volume': { always: ['AvailabilityZone', 'Encrypted', 'KmsKeyId'] },
  'AWS::ECR::Repository': {
    always: ['RepositoryName', 'EncryptionConfiguration'],
  },
  'AWS::ECS::Service': { always: ['ServiceName', 'Cluster', 'LaunchType'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    always: ['Name', 'Scheme', 'Type'],
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    always: ['Name', 'Port', 'Protocol', 'TargetType', 'VpcId'],
  },
  'AWS::IAM::ManagedPolicy': { always: ['ManagedPolicyName', 'Path'] },
  'AWS::IAM::Role': { always: ['RoleName', 'Path'] },
  'AWS::Lambda::Function': { always: ['FunctionName', 'PackageType'] },
  'AWS::RDS::DBCluster': {
    always: ['DBClusterIdentifier', 'DatabaseName', 'StorageEncrypted'],
    conditionally: ['Engine', 'DBSubnetGroupName'],
  },
  'AWS::RDS::DBInstance': {
    always: [
      'DBInstanceIdentifier',
      'DBName',
      'MasterUsername',
      'StorageEncrypted',
      'KmsKeyId',
      'AvailabilityZone',
    ],
    conditionally: ['Engine', 'DBSubnetGroupName'],
  },
  'AWS::S3::Bucket': { always: ['BucketName', 'ObjectLockEnabled'] },
  'AWS::S3::BucketPolicy': { always: ['Bucket'] },
  'AWS::SNS::Topic': { always: ['TopicName', 'FifoTopic'] },
  'AWS::SQS::Queue': { always: ['QueueName', 'FifoQueue'] },
  'AWS::SSM::Parameter': { always: ['Name'] },
  'AWS::SecretsManager::Secret': { always: ['Name'] },
};

/** Whether changing a property of the type needs a new resource. */
export function requiresRecreation(
  type: string,
  property: string,
): 'NEVER' | 'CONDITIONALLY' | 'ALWAYS' {
  const known = REPLACING[type];
  if (known?.conditionally?.includes(property)) {
    return 'CONDITIONALLY';
  }
  const names = known?.always ?? [`${type.split('::').pop()}Name`, 'Name'];
  return names.includes(property) ? 'ALWAYS' : 'NEVER';
}

/** Whether resources of the type carry the tags of their stack. */
export function isTaggable(type: string): boolean {
  return !/(Policy|Association|Attachment|Permission|Route|Alias|WaitCondition|WaitConditionHandle|GatewayAttachment)$/.test(
    type,
  );
}
