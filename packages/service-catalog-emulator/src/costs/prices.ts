/** What a resource type costs, and under which name it appears on the bill. */
export interface Price {
  /** As the `SERVICE` dimension of Cost Explorer has it. */
  service: string;
  /** US dollars per hour of existence. Usage is not simulated. */
  perHour: number;
}

/** Plausible prices, so that figures differ as they would on AWS; nobody is ever billed them. */
const PRICES: { [type: string]: Price } = {
  'AWS::DynamoDB::Table': { service: 'Amazon DynamoDB', perHour: 0.008 },
  'AWS::EC2::EIP': {
    service: 'Amazon Virtual Private Cloud',
    perHour: 0.005,
  },
  'AWS::EC2::Instance': {
    service: 'Amazon Elastic Compute Cloud - Compute',
    perHour: 0.0416,
  },
  'AWS::EC2::NatGateway': { service: 'EC2 - Other', perHour: 0.045 },
  'AWS::EC2::VPCEndpoint': {
    service: 'Amazon Virtual Private Cloud',
    perHour: 0.01,
  },
  'AWS::EC2::Volume': { service: 'EC2 - Other', perHour: 0.0044 },
  'AWS::ECS::Service': {
    service: 'Amazon Elastic Container Service',
    perHour: 0.0247,
  },
  'AWS::EKS::Cluster': {
    service: 'Amazon Elastic Container Service for Kubernetes',
    perHour: 0.1,
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    service: 'Amazon Elastic Load Balancing',
    perHour: 0.0225,
  },
  'AWS::KMS::Key': { service: 'AWS Key Management Service', perHour: 0.00137 },
  'AWS::Lambda::Function': { service: 'AWS Lambda', perHour: 0.0002 },
  'AWS::Logs::LogGroup': { service: 'AmazonCloudWatch', perHour: 0.0003 },
  'AWS::RDS::DBCluster': {
    service: 'Amazon Relational Database Service',
    perHour: 0.12,
  },
  'AWS::RDS::DBInstance': {
    service: 'Amazon Relational Database Service',
    perHour: 0.072,
  },
  'AWS::S3::Bucket': {
    service: 'Amazon Simple Storage Service',
    perHour: 0.0032,
  },
  'AWS::SNS::Topic': {
    service: 'Amazon Simple Notification Service',
    perHour: 0.0001,
  },
  'AWS::SQS::Queue': {
    service: 'Amazon Simple Queue Service',
    perHour: 0.0004,
  },
  'AWS::SecretsManager::Secret': {
    service: 'AWS Secrets Manager',
    perHour: 0.00055,
  },
};

/** The price of a resource type; `undefined` for those that cost nothing by themselves. */
export function priceOf(type: string): Price | undefined {
  return PRICES[type];
}
