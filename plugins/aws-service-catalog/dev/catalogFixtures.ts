import type { LaunchParameter } from 'backstage-plugin-aws-service-catalog-common';
import { aLaunchForm, aProduct, START } from '../src/__testUtils__/fixtures';

function parameter(
  key: string,
  changes: Partial<LaunchParameter>,
): LaunchParameter {
  return { key, type: 'String', noEcho: false, ...changes };
}

export const bucket = aProduct({
  shortDescription:
    'A private bucket with encryption, versioning and a lifecycle. Nobody outside the account can read it.',
  support: {
    description: 'Platform engineering, channel #help-storage',
    email: 'platform@example.com',
    url: 'https://wiki.example.com/storage',
  },
  versions: [
    {
      id: 'pa-bucket00000003',
      name: 'v2.0',
      description: 'Blocks public access by default',
      createdAt: START,
      guidance: 'DEFAULT',
    },
    { id: 'pa-bucket00000002', name: 'v1.3', guidance: 'DEFAULT' },
    { id: 'pa-bucket00000001', name: 'v1.2', guidance: 'DEPRECATED' },
  ],
});

export const database = aProduct({
  id: 'prod-postgres00001',
  name: 'PostgreSQL RDS Instance',
  shortDescription: 'A PostgreSQL database with backups of seven days.',
  paths: [
    { id: 'lpv3-databases0001', portfolioName: 'Databases' },
    { id: 'lpv3-databases0002', portfolioName: 'Databases for production' },
  ],
});

export const cluster = aProduct({
  id: 'prod-cluster000001',
  name: 'EKS Cluster with a name that is rather long and goes on',
  type: 'TERRAFORM_OPEN_SOURCE',
  shortDescription: undefined,
  paths: [],
});

export const databaseForm = aLaunchForm({
  product: { id: database.id, name: database.name },
  version: database.versions[0],
  versions: database.versions,
  path: database.paths[0],
  paths: database.paths,
  owners: ['group:default/team-payments', 'group:default/team-search'],
  launchRole: 'arn:aws:iam::111111111111:role/ServiceCatalogLaunch',
  parameters: [
    parameter('DBName', {
      label: 'Database name',
      description: 'The first database on the server',
      minLength: 1,
      maxLength: 16,
      allowedPattern: '[a-zA-Z][a-zA-Z0-9]*',
      constraintDescription: 'Letters and digits, starting with a letter.',
    }),
    parameter('DBInstanceClass', {
      label: 'Instance class',
      default: 'db.t4g.small',
      allowedValues: ['db.t4g.small', 'db.t4g.medium', 'db.r6g.large'],
    }),
    parameter('AllocatedStorage', {
      label: 'Storage in GiB',
      type: 'Number',
      default: '20',
      minValue: 20,
      maxValue: 1000,
    }),
    parameter('MasterUserPassword', {
      label: 'Master password',
      description: 'Kept only until AWS has it',
      noEcho: true,
      minLength: 8,
      maxLength: 41,
    }),
    parameter('SubnetIds', {
      description: 'Where it runs',
      type: 'List<AWS::EC2::Subnet::Id>',
    }),
    parameter('Logs', {
      description: 'Which logs are exported',
      type: 'CommaDelimitedList',
      default: 'postgresql',
      allowedValues: ['postgresql', 'upgrade'],
    }),
  ],
  groups: [
    { label: 'Database', parameters: ['DBName', 'MasterUserPassword'] },
    { label: 'Size', parameters: ['DBInstanceClass', 'AllocatedStorage'] },
    { parameters: ['SubnetIds', 'Logs'] },
  ],
  rules: [
    {
      name: 'LargeNeedsStorage',
      condition: { 'Fn::Equals': [{ Ref: 'DBInstanceClass' }, 'db.r6g.large'] },
      assertions: [
        {
          assert: {
            'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AllocatedStorage' }, '20'] }],
          },
          description: 'A db.r6g.large needs more than 20 GiB.',
        },
      ],
    },
  ],
  tagOptions: [
    { key: 'CostCenter', values: ['4711', '4712'] },
    { key: 'DataClass', values: ['internal'] },
  ],
  stampedTags: [
    { key: 'backstage.io/owner', value: 'group:default/team-payments' },
    { key: 'backstage.io/requester', value: 'user:default/payments-dev' },
    { key: 'backstage.io/portal', value: 'demo' },
  ],
});
