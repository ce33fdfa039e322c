import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ParameterGroup } from './parameters';

/** How the form of the database is laid out. */
export const POSTGRES_FORM: ParameterGroup[] = [
  {
    label: 'Database',
    parameters: {
      DatabaseName: 'Database name',
      MasterUsername: 'Master user',
      MasterUserPassword: 'Master password',
    },
  },
  {
    label: 'Size',
    parameters: {
      Environment: 'Environment',
      InstanceClass: 'Instance class',
      StorageGiB: 'Storage (GiB)',
      MultiAZ: 'Standby in a second availability zone',
    },
  },
  {
    label: 'Network',
    parameters: {
      SubnetGroupName: 'Subnet group',
      SecurityGroupIds: 'Security groups',
    },
  },
  { label: 'Who it is for', parameters: { TeamName: 'Team' } },
];

/** Adds what a database needs to know, besides who it is for. */
export function addPostgresParameters(stack: Stack) {
  const identifier = {
    minLength: 1,
    maxLength: 63,
    allowedPattern: '[a-z][a-z0-9_]*',
    constraintDescription:
      'lower-case letters, digits and underscores, with a letter first',
  };
  return {
    name: new CfnParameter(stack, 'DatabaseName', {
      type: 'String',
      description: 'Name of the first database, such as payments.',
      ...identifier,
    }),
    user: new CfnParameter(stack, 'MasterUsername', {
      type: 'String',
      description: 'The user who owns the database.',
      default: 'app_owner',
      ...identifier,
    }),
    password: new CfnParameter(stack, 'MasterUserPassword', {
      type: 'String',
      description: 'Nobody can look it up later; an update can change it.',
      noEcho: true,
      minLength: 12,
      maxLength: 128,
      allowedPattern: '[a-zA-Z0-9!#$%&()*+,.:;<=>?_~-]*',
      constraintDescription:
        '12 to 128 letters, digits and punctuation, without spaces, quotes, slashes and @',
    }),
    instanceClass: new CfnParameter(stack, 'InstanceClass', {
      type: 'String',
      description: 'Processors and memory.',
      allowedValues: [
        'db.t4g.micro',
        'db.t4g.small',
        'db.t4g.medium',
        'db.m7g.large',
        'db.m7g.xlarge',
      ],
      default: 'db.t4g.micro',
    }),
    storage: new CfnParameter(stack, 'StorageGiB', {
      type: 'Number',
      description: 'How much it can hold. It can grow later, not shrink.',
      minValue: 20,
      maxValue: 1000,
      default: 20,
      constraintDescription: 'a number of GiB from 20 to 1000',
    }),
    multiAz: new CfnParameter(stack, 'MultiAZ', {
      type: 'String',
      description:
        'Keeps a copy that takes over when a data centre fails. It doubles the price.',
      allowedValues: ['true', 'false'],
      default: 'false',
    }),
    subnetGroup: new CfnParameter(stack, 'SubnetGroupName', {
      type: 'String',
      description:
        'Where it is placed. Leave it empty for the subnets of the default VPC.',
      default: '',
      maxLength: 255,
    }),
    securityGroups: new CfnParameter(stack, 'SecurityGroupIds', {
      type: 'CommaDelimitedList',
      description:
        'Who may connect, such as sg-0123456789abcdef0. Leave it empty for the default group of the VPC.',
      default: '',
    }),
  };
}
