import {
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_logs as logs,
  CfnCondition,
  CfnDeletionPolicy,
  CfnParameter,
  CfnTag,
  Fn,
  Stack,
} from 'aws-cdk-lib';

const ZONES = [0, 1];
const TIERS = ['Public', 'Application', 'Database'] as const;

/** Subnets by tier, one per availability zone. */
export type Tiers = Record<(typeof TIERS)[number], ec2.CfnSubnet[]>;

/** Keeps for 30 days who connected to whom. */
export function addFlowLog(stack: Stack, vpc: ec2.CfnVPC): void {
  const group = new logs.CfnLogGroup(stack, 'FlowLogGroup', {
    retentionInDays: 30,
  });
  group.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  const role = new iam.CfnRole(stack, 'FlowLogRole', {
    assumeRolePolicyDocument: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com')],
          actions: ['sts:AssumeRole'],
        }),
      ],
    }),
    policies: [
      {
        policyName: 'write-flow-log',
        policyDocument: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: [
                'logs:CreateLogStream',
                'logs:DescribeLogStreams',
                'logs:PutLogEvents',
              ],
              resources: [group.attrArn],
            }),
          ],
        }),
      },
    ],
  });
  new ec2.CfnFlowLog(stack, 'FlowLog', {
    resourceId: vpc.ref,
    resourceType: 'VPC',
    trafficType: 'ALL',
    logGroupName: group.ref,
    deliverLogsPermissionArn: role.attrArn,
  });
}

/**
 * Adds the subnets with their routes: the public ones reach the internet, the application ones do through a NAT gateway
 * if there is one, the database ones never do.
 */
export function addTiers(
  stack: Stack,
  vpc: ec2.CfnVPC,
  natGateway: CfnParameter,
): Tiers {
  const cidrs = Fn.cidr(vpc.attrCidrBlock, TIERS.length * ZONES.length, '8');
  const tiers = Object.fromEntries(
    TIERS.map((tier, tierIndex) => [
      tier,
      ZONES.map(
        zone =>
          new ec2.CfnSubnet(stack, `${tier}Subnet${zone + 1}`, {
            vpcId: vpc.ref,
            availabilityZone: Fn.select(zone, Fn.getAzs()),
            cidrBlock: Fn.select(tierIndex * ZONES.length + zone, cidrs),
            mapPublicIpOnLaunch: false,
            tags: [name(stack, `${tier.toLowerCase()}-${zone + 1}`)],
          }),
      ),
    ]),
  ) as Tiers;

  const internet = new ec2.CfnInternetGateway(stack, 'InternetGateway');
  const attachment = new ec2.CfnVPCGatewayAttachment(
    stack,
    'InternetGatewayAttachment',
    { vpcId: vpc.ref, internetGatewayId: internet.ref },
  );
  const publicRoutes = addRouteTable(stack, vpc, 'Public', tiers.Public);
  new ec2.CfnRoute(stack, 'PublicRoute', {
    routeTableId: publicRoutes.ref,
    destinationCidrBlock: '0.0.0.0/0',
    gatewayId: internet.ref,
  }).addResourceDependency(attachment);

  const applicationRoutes = addRouteTable(
    stack,
    vpc,
    'Application',
    tiers.Application,
  );
  addNatGateway(stack, {
    condition: new CfnCondition(stack, 'HasNatGateway', {
      expression: Fn.conditionEquals(natGateway.valueAsString, 'true'),
    }),
    subnet: tiers.Public[0],
    routes: applicationRoutes,
    attachment,
  });
  addRouteTable(stack, vpc, 'Database', tiers.Database);
  return tiers;
}

function addNatGateway(
  stack: Stack,
  options: {
    condition: CfnCondition;
    subnet: ec2.CfnSubnet;
    routes: ec2.CfnRouteTable;
    attachment: ec2.CfnVPCGatewayAttachment;
  },
): void {
  const address = new ec2.CfnEIP(stack, 'NatAddress', { domain: 'vpc' });
  const nat = new ec2.CfnNatGateway(stack, 'Nat', {
    subnetId: options.subnet.ref,
    allocationId: address.attrAllocationId,
    tags: [name(stack, 'nat')],
  });
  const route = new ec2.CfnRoute(stack, 'ApplicationRoute', {
    routeTableId: options.routes.ref,
    destinationCidrBlock: '0.0.0.0/0',
    natGatewayId: nat.ref,
  });
  address.addResourceDependency(options.attachment);
  for (const resource of [address, nat, route]) {
    resource.cfnOptions.condition = options.condition;
  }
}

function addRouteTable(
  stack: Stack,
  vpc: ec2.CfnVPC,
  tier: (typeof TIERS)[number],
  subnets: ec2.CfnSubnet[],
): ec2.CfnRouteTable {
  const table = new ec2.CfnRouteTable(stack, `${tier}RouteTable`, {
    vpcId: vpc.ref,
    tags: [name(stack, tier.toLowerCase())],
  });
  subnets.forEach((subnet, index) => {
    new ec2.CfnSubnetRouteTableAssociation(stack, `${tier}Routes${index + 1}`, {
      subnetId: subnet.ref,
      routeTableId: table.ref,
    });
  });
  return table;
}

/** What the AWS console shows instead of an id. */
function name(stack: Stack, suffix: string): CfnTag {
  const team = stack.node.findChild('TeamName') as CfnParameter;
  const environment = stack.node.findChild('Environment') as CfnParameter;
  return {
    key: 'Name',
    value: Fn.join('-', [
      team.valueAsString,
      environment.valueAsString,
      suffix,
    ]),
  };
}
