import {
  OrderDetail,
  OrderState,
  Product,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';

export const ORDER_ID = '4fdf6bf4-5d0f-4c51-9e1f-4ac29b2a66e1';

/** A product in target `sandbox`. */
export function createProduct(overrides: Partial<Product> = {}): Product {
  return {
    target: 'sandbox',
    accountId: '111111111111',
    region: 'eu-central-1',
    id: 'prod-bucket',
    name: 'Secure S3 Bucket',
    provider: 'Platform Engineering',
    type: 'CLOUD_FORMATION_TEMPLATE',
    support: {},
    versions: [
      { id: 'pa-2', name: 'v2', guidance: 'DEFAULT' },
      { id: 'pa-1', name: 'v1', guidance: 'DEFAULT' },
    ],
    paths: [
      { id: 'lp-1', portfolioId: 'port-1', portfolioName: 'Self-service' },
    ],
    syncedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}

/** A provisioned product in target `sandbox`. */
export function createProvisionedProduct(
  overrides: Partial<ProvisionedProductDetail> = {},
): ProvisionedProductDetail {
  return {
    target: 'sandbox',
    accountId: '111111111111',
    region: 'eu-central-1',
    id: 'pp-1',
    name: 'receipts',
    arn: 'arn:aws:servicecatalog:eu-central-1:111111111111:stack/receipts/pp-1',
    type: 'CFN_STACK',
    status: 'AVAILABLE',
    product: { id: 'prod-bucket', name: 'Secure S3 Bucket' },
    version: { id: 'pa-1', name: 'v1' },
    tags: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    syncedAt: '2026-01-01T00:00:00.000Z',
    capabilities: {
      stack: true,
      stackInstances: false,
      plan: true,
      keepsValues: true,
      serviceActions: true,
      import: true,
    },
    consoleUrl: 'https://eu-central-1.console.aws.amazon.com/servicecatalog/',
    actions: { update: { allowed: true }, terminate: { allowed: true } },
    ...overrides,
  };
}

/** An order that went through the states, with one event for each. */
export function createOrder(
  states: OrderState[],
  overrides: Partial<OrderDetail> = {},
): OrderDetail {
  const state = states[states.length - 1];
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: ORDER_ID,
    kind: 'provision',
    state,
    target: 'sandbox',
    accountId: '111111111111',
    region: 'eu-central-1',
    requester: 'user:default/mock',
    owner: 'group:default/team-payments',
    entityRef: 'component:default/payments-api',
    product: { id: 'prod-bucket', name: 'Secure S3 Bucket' },
    version: { id: 'pa-2', name: 'v2' },
    provisionedProduct: {
      name: 'receipts',
      ...(state === 'succeeded' && {
        id: 'pp-1',
        arn: 'arn:aws:servicecatalog:eu-central-1:111111111111:stack/receipts/pp-1',
      }),
    },
    parameters: [],
    tags: [],
    digest: 'digest-1',
    attempt: 1,
    outputs:
      state === 'succeeded'
        ? [
            { key: 'BucketName', value: 'receipts-1', secret: false },
            { key: 'Password', secret: true },
          ]
        : [],
    ...(state === 'failed' && {
      failure: {
        code: 'AmazonCloudFormationException',
        message: 'The bucket name is taken.',
        advice: 'Choose another purpose and order again.',
        retryable: false,
      },
    }),
    createdAt: at,
    updatedAt: at,
    events: states.map((each, index) => ({
      sequence: index + 1,
      at,
      type: each,
      state: each,
      message: `It is ${each}.`,
    })),
    actions: {
      approve: { allowed: false },
      reject: { allowed: false },
      cancel: { allowed: false },
      retry: { allowed: false },
    },
    ...overrides,
  };
}
