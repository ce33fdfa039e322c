import { mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import {
  ListProductsResponse,
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  mockAwsServiceCatalogService,
  mockClock,
} from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { createProvisionAction } from '../actions/provision';
import { createOrder, createProduct } from './orders';

/** Inputs that the service below takes. */
export const input = {
  product: 'Secure S3 Bucket',
  name: 'receipts',
  entityRef: 'payments-api',
  parameters: {
    BucketPurpose: 'receipts',
    Days: 30,
    Public: false,
    Ports: [80, 443],
  },
  secretParameters: { Password: 'correct horse battery staple' },
};

/** What the client throws when the backend refuses. */
export const refusal = (status: number, error: object) =>
  ResponseError.fromResponse(
    new Response(JSON.stringify({ error, response: { statusCode: status } }), {
      status,
      headers: { 'content-type': 'application/json' },
    }),
  );

/**
 * The action with a catalog of one product and an order that is as the first of `reads` says when it is placed, and as the
 * others say each time it is read. Time passes only while the action sleeps.
 */
export function createAction(...reads: (OrderDetail | OrderState[])[]) {
  const clock = mockClock();
  const sleeps: number[] = [];
  const orders = reads.map(read =>
    Array.isArray(read) ? createOrder(read) : read,
  );
  let next = 1;
  const awsServiceCatalog = mockAwsServiceCatalogService.mock({
    listProducts: async (): Promise<ListProductsResponse> => ({
      items: [createProduct()],
      totalItems: 1,
      portfolios: [],
      targets: [],
    }),
    listOrders: async () => ({ items: [], totalItems: 0 }),
    placeOrder: async () => orders[0],
    getOrder: async () => orders[Math.min(next++, orders.length - 1)],
  });
  const action = createProvisionAction({
    awsServiceCatalog,
    auth: mockServices.auth({ pluginId: 'scaffolder' }),
    clock,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      clock.advance({ milliseconds });
    },
  });
  return { action, awsServiceCatalog, sleeps };
}
