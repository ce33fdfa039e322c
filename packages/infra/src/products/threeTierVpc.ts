import {
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  CfnOutput,
  CfnParameter,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { addFlowLog, addTiers } from './networkParts';
import { addGovernanceParameters, describeForm } from './parameters';
import { logGroups, rolesOfStacks } from './permissions';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

class ThreeTierVpc extends servicecatalog.ProductStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description:
        'A VPC in two availability zones, with public, application and database subnets.',
      analyticsReporting: false,
    });
    describeForm(this, [
      {
        label: 'Who it is for',
        parameters: { TeamName: 'Team', Environment: 'Environment' },
      },
      {
        label: 'Network',
        parameters: { CidrBlock: 'CIDR block', NatGateway: 'NAT gateway' },
      },
    ]);
    addGovernanceParameters(this, {
      environmentDecides: 'Told to people who look at the network.',
    });
    const cidrBlock = new CfnParameter(this, 'CidrBlock', {
      type: 'String',
      description:
        'Addresses of the network, with 16 to 20 fixed bits, such as 10.20.0.0/16.',
      default: '10.0.0.0/16',
      allowedPattern: '10(\\.[0-9]{1,3}){3}/(16|17|18|19|20)',
      constraintDescription:
        'addresses that begin with 10, with 16 to 20 fixed bits, such as 10.20.0.0/16',
    });
    const natGateway = new CfnParameter(this, 'NatGateway', {
      type: 'String',
      description:
        'Lets the application subnets reach the internet. It costs money by the hour.',
      allowedValues: ['true', 'false'],
      default: 'false',
    });

    const vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: cidrBlock.valueAsString,
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    addFlowLog(this, vpc);
    const tiers = addTiers(this, vpc, natGateway);

    const output = (outputId: string, description: string, value: string) =>
      new CfnOutput(this, outputId, { description, value });
    output('VpcId', 'Id of the network', vpc.ref);
    for (const [tier, subnets] of Object.entries(tiers)) {
      output(
        `${tier}SubnetIds`,
        `Ids of the ${tier.toLowerCase()} subnets`,
        subnets.map(subnet => subnet.ref).join(','),
      );
    }
  }
}

/** A network. */
export const threeTierVpc: ProductDefinition = {
  key: 'three-tier-vpc',
  name: 'Three-Tier VPC',
  description:
    'A network in two availability zones: public, application and database subnets',
  supportDescription: SUPPORT.description,
  currentVersion: {
    name: '1.0',
    description: 'Two availability zones, one NAT gateway if need be',
  },
  template: {
    kind: 'stack',
    create: (scope, id) => new ThreeTierVpc(scope, id),
    earlierVersions: [],
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'ec2:AllocateAddress',
        'ec2:AssociateRouteTable',
        'ec2:AttachInternetGateway',
        'ec2:CreateFlowLogs',
        'ec2:CreateInternetGateway',
        'ec2:CreateNatGateway',
        'ec2:CreateRoute',
        'ec2:CreateRouteTable',
        'ec2:CreateSubnet',
        'ec2:CreateTags',
        'ec2:CreateVpc',
        'ec2:DeleteFlowLogs',
        'ec2:DeleteInternetGateway',
        'ec2:DeleteNatGateway',
        'ec2:DeleteRoute',
        'ec2:DeleteRouteTable',
        'ec2:DeleteSubnet',
        'ec2:DeleteTags',
        'ec2:DeleteVpc',
        'ec2:DescribeAddresses',
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeFlowLogs',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNatGateways',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcAttribute',
        'ec2:DescribeVpcs',
        'ec2:DetachInternetGateway',
        'ec2:DisassociateAddress',
        'ec2:DisassociateRouteTable',
        'ec2:ModifySubnetAttribute',
        'ec2:ModifyVpcAttribute',
        'ec2:ReleaseAddress',
      ],
      resources: ['*'],
    }),
    logGroups().statement,
    // The role that writes the flow log.
    rolesOfStacks().statement,
  ],
  acknowledged: [
    'IAM5[Resource::*]',
    logGroups().acknowledged,
    rolesOfStacks().acknowledged,
  ],
};
