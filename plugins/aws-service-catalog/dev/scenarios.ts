import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { LaunchParameter } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../src/__testUtils__/FakeAwsServiceCatalogApi';
import {
  aLaunchForm,
  anOrder,
  aProduct,
  aResource,
  START,
  target,
} from '../src/__testUtils__/fixtures';
import { followScenarios } from './followScenarios';
import { platformScenarios } from './platformScenarios';

const ENTITY = 'component:default/payments-api';

function parameter(
  key: string,
  changes: Partial<LaunchParameter>,
): LaunchParameter {
  return { key, type: 'String', noEcho: false, ...changes };
}

const bucket = aProduct({
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

const database = aProduct({
  id: 'prod-postgres00001',
  name: 'PostgreSQL RDS Instance',
  shortDescription: 'A PostgreSQL database with backups of seven days.',
  paths: [
    { id: 'lpv3-databases0001', portfolioName: 'Databases' },
    { id: 'lpv3-databases0002', portfolioName: 'Databases for production' },
  ],
});

const cluster = aProduct({
  id: 'prod-cluster000001',
  name: 'EKS Cluster with a name that is rather long and goes on',
  type: 'TERRAFORM_OPEN_SOURCE',
  shortDescription: undefined,
  paths: [],
});

const databaseForm = aLaunchForm({
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

/** A backend in which everything is well. */
function well(): FakeAwsServiceCatalogApi {
  const api = new FakeAwsServiceCatalogApi();
  api.products = [bucket, database, cluster];
  api.forms = [
    ...bucket.versions.map(version => aLaunchForm({ version })),
    ...database.versions.flatMap(version =>
      database.paths.map(path => ({ ...databaseForm, version, path })),
    ),
  ];
  api.resources = [
    aResource(),
    aResource({ id: 'pp-old', name: 'payments-archive', status: 'TAINTED' }),
  ];
  api.orders = [
    anOrder(),
    anOrder({
      id: '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d02',
      state: 'failed',
    }),
  ];
  return api;
}

function withEntity(
  state: 'no-owner' | 'not-yours' | 'unknown-annotation-value' | 'not-served',
  message: string,
) {
  return () => {
    const api = well();
    api.entity = { entityRef: ENTITY, state, message };
    return api;
  };
}

/** A state of the user interface: what the backend says, and the page to look at. */
export type Scenario = {
  title: string;
  path: string;
  makeApi(): FakeAwsServiceCatalogApi;
};

const CATALOG = '/aws-service-catalog/products';
const CATALOG_OF_ENTITY = `${CATALOG}?entityRef=${ENTITY}`;

/** Every state that deserves a look, by the name that the URL carries. */
export const scenarios: Record<string, Scenario> = {
  ...followScenarios,
  ...platformScenarios,
  well: { title: 'Gallery', path: CATALOG, makeApi: well },
  product: {
    title: 'Product page',
    path: `${CATALOG}/sandbox/${bucket.id}`,
    makeApi: well,
  },
  form: {
    title: 'Order form with every kind of parameter',
    path: `${CATALOG}/sandbox/${database.id}/order?path=${database.paths[0].id}`,
    makeApi: well,
  },
  portfolio: {
    title: 'Order form that first asks for the portfolio',
    path: `${CATALOG}/sandbox/${database.id}/order`,
    makeApi: well,
  },
  refused: {
    title: 'Order form whose orders are refused',
    path: `${CATALOG}/sandbox/${bucket.id}/order`,
    makeApi: () => {
      const api = well();
      api.failures.placeOrder = new ServiceUnavailableError(
        'AWS does not answer in target sandbox.',
      );
      return api;
    },
  },
  unknownProduct: {
    title: 'A product that does not exist',
    path: `${CATALOG}/sandbox/prod-unknown`,
    makeApi: well,
  },
  obstacle: {
    title: 'A product that cannot be launched',
    path: `${CATALOG}/sandbox/${cluster.id}`,
    makeApi: well,
  },
  loading: {
    title: 'Loading',
    path: CATALOG,
    makeApi: () => {
      const api = well();
      api.listProducts = () => new Promise(() => {});
      return api;
    },
  },
  down: {
    title: 'The backend is down',
    path: CATALOG,
    makeApi: () => {
      const api = well();
      api.failures.listProducts = new ServiceUnavailableError(
        'The database is away.',
      );
      return api;
    },
  },
  targetDown: {
    title: 'A target is down, another was never synced',
    path: CATALOG,
    makeApi: () => {
      const api = well();
      api.targets = [
        { ...target, syncError: 'AWS refuses the credentials of this target.' },
        { ...target, name: 'production', syncedAt: undefined },
      ];
      return api;
    },
  },
  nothing: {
    title: 'Nothing to order',
    path: CATALOG,
    makeApi: () => new FakeAwsServiceCatalogApi(),
  },
  notServedCaller: {
    title: 'No target serves the caller',
    path: CATALOG,
    makeApi: () => {
      const api = new FakeAwsServiceCatalogApi();
      api.targets = [];
      return api;
    },
  },
  noMatch: {
    title: 'Nothing matches the search',
    path: `${CATALOG}?search=queue`,
    makeApi: well,
  },
  noOwner: {
    title: 'Entity without an owner',
    path: CATALOG_OF_ENTITY,
    makeApi: withEntity(
      'no-owner',
      'Give component:default/payments-api an owner in the catalog.',
    ),
  },
  notYours: {
    title: 'Entity of another team',
    path: CATALOG_OF_ENTITY,
    makeApi: withEntity(
      'not-yours',
      'It belongs to group:default/team-search. Ask that team to order.',
    ),
  },
  unknownAnnotation: {
    title: 'Annotation that names something unknown',
    path: CATALOG_OF_ENTITY,
    makeApi: withEntity(
      'unknown-annotation-value',
      'aws.amazon.com/service-catalog-target names "sandbx", which is no target of this portal.',
    ),
  },
  notServed: {
    title: 'Entity whose owner no target serves',
    path: CATALOG_OF_ENTITY,
    makeApi: withEntity(
      'not-served',
      'Ask the people who run this portal to let a target serve group:default/team-payments.',
    ),
  },
  refusedForm: {
    title: 'Order form that may not be opened',
    path: `${CATALOG}/sandbox/${bucket.id}/order?entityRef=${ENTITY}`,
    makeApi: () => {
      const api = well();
      api.failures.getLaunchForm = new NotAllowedError(
        'Only group:default/team-search may order for component:default/payments-api.',
      );
      return api;
    },
  },
};
