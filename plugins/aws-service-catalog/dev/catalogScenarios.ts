import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { FakeAwsServiceCatalogApi } from '../src/__testUtils__/FakeAwsServiceCatalogApi';
import {
  aLaunchForm,
  anOrder,
  aResource,
  target,
} from '../src/__testUtils__/fixtures';
import { bucket, cluster, database, databaseForm } from './catalogFixtures';
import type { Scenario } from './scenarios';

const ENTITY = 'component:default/payments-api';

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

const CATALOG = '/aws-service-catalog/products';
const CATALOG_OF_ENTITY = `${CATALOG}?entityRef=${ENTITY}`;

/** The states of the pages on which products are found and ordered. */
export const catalogScenarios: Record<string, Scenario> = {
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
