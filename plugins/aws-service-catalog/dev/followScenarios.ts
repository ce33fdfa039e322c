import type {
  OrderDetail,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../src/__testUtils__/FakeAwsServiceCatalogApi';
import {
  aLaunchForm,
  anOrder,
  aProduct,
  aResource,
  anUpdateForm,
  START,
} from '../src/__testUtils__/fixtures';
import type { Scenario } from './scenarios';

const provisionedProduct = { name: aResource().name, id: aResource().id };

const outputs = [
  {
    key: 'BucketName',
    value: 'payments-uploads-111111111111',
    description: 'Name of the bucket',
    secret: false,
  },
  {
    key: 'ConsoleUrl',
    value: 'https://console.aws.amazon.com/s3/buckets/payments-uploads',
    secret: false,
  },
  { key: 'AccessKey', secret: true },
];

function orderScenario(title: string, changes: Partial<OrderDetail>): Scenario {
  return {
    title,
    path: `/aws-service-catalog/orders/${anOrder().id}`,
    makeApi: () => {
      const api = new FakeAwsServiceCatalogApi();
      api.orders = [anOrder({ provisionedProduct, ...changes })];
      return api;
    },
  };
}

function resourceScenario(
  title: string,
  changes: Partial<ProvisionedProductDetail>,
  path = '',
): Scenario {
  const { target, id } = aResource();
  return {
    title,
    path: `/aws-service-catalog/resources/${target}/${id}${path}`,
    makeApi: () => {
      const api = new FakeAwsServiceCatalogApi();
      api.resources = [aResource(changes)];
      api.products = [aProduct()];
      api.forms = [
        aLaunchForm(),
        aLaunchForm({ version: aProduct().versions[0] }),
      ];
      api.updateForms = [anUpdateForm()];
      api.outputs = outputs;
      api.orders = [anOrder({ state: 'succeeded', provisionedProduct })];
      api.records = [
        {
          id: 'rec-000000000002',
          type: 'UPDATE_PROVISIONED_PRODUCT',
          status: 'FAILED',
          createdAt: START,
          errors: [{ code: 'ResourceInUse', message: 'The bucket is in use.' }],
        },
      ];
      return api;
    },
  };
}

/** The states of the pages on which an order and what came of it are followed. */
export const followScenarios: Record<string, Scenario> = {
  orderWaiting: orderScenario('Order that can be cancelled', {
    state: 'queued',
    actions: {
      ...anOrder().actions,
      cancel: { allowed: true },
      retry: { allowed: false },
    },
  }),
  orderRunning: orderScenario('Order under way', { state: 'running' }),
  orderRollingBack: orderScenario('Order that AWS rolls back', {
    state: 'running',
    record: { id: 'rec-000000000001', status: 'IN_PROGRESS_IN_ERROR' },
  }),
  orderSucceeded: orderScenario('Order with outputs, one of them a secret', {
    state: 'succeeded',
    outputs,
  }),
  orderFailed: orderScenario('Order that failed and can be tried again', {
    state: 'failed',
    failure: {
      code: 'ResourceFailed',
      message: 'The bucket name is taken.',
      advice: 'Choose another name and order again.',
      retryable: true,
    },
    actions: {
      ...anOrder().actions,
      cancel: { allowed: false },
      retry: { allowed: true },
    },
  }),
  resourceAvailable: resourceScenario('Resource that is well', {}),
  resourceChanging: resourceScenario('Resource that is being changed', {
    status: 'UNDER_CHANGE',
    openOrderId: anOrder().id,
    actions: {
      update: { allowed: false, reason: 'AWS is changing it.' },
      terminate: { allowed: false, reason: 'AWS is changing it.' },
    },
  }),
  resourceTainted: resourceScenario('Resource whose last change failed', {
    status: 'TAINTED',
    statusMessage: 'The bucket is in use.',
  }),
  resourceError: resourceScenario('Resource whose launch failed', {
    status: 'ERROR',
    statusMessage: 'The bucket name is taken.',
  }),
  resourceEntity: {
    ...resourceScenario('Entity page of a resource that stands for one', {
      entityRef: 'resource:default/uploads',
    }),
    path: '/catalog/default/resource/uploads/aws',
  },
  resourceUpdate: resourceScenario(
    'Form that updates a resource',
    {},
    '/update',
  ),
};
