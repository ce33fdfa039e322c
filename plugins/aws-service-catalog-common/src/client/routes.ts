import { z } from 'zod';
import {
  cancelOrderRequestSchema,
  healthResponseSchema,
  launchFormQuerySchema,
  launchFormSchema,
  listOrdersQuerySchema,
  listOrdersResponseSchema,
  listOutputsResponseSchema,
  listProductsQuerySchema,
  listProductsResponseSchema,
  listProvisionedProductsQuerySchema,
  listProvisionedProductsResponseSchema,
  listRecordsResponseSchema,
  listTargetsResponseSchema,
  orderDetailSchema,
  orderPreviewSchema,
  orderRequestSchema,
  productSchema,
  provisionedProductDetailSchema,
  retryOrderRequestSchema,
} from '../schemas';

/**
 * One route of the backend: the source of the OpenAPI document, the router's paths and the client.
 *
 * @public
 */
export type RouteDefinition = {
  method: 'get' | 'post';
  /** With `{name}` for path parameters, as OpenAPI writes it. */
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status code of success. */
  status: number;
  response: z.ZodType;
};

/**
 * Every route of the backend plugin, by operation id.
 *
 * @public
 */
export const awsServiceCatalogRoutes = {
  listProducts: {
    method: 'get',
    path: '/products',
    summary: 'Products that the caller, or an entity, may order',
    query: listProductsQuerySchema,
    status: 200,
    response: listProductsResponseSchema,
  },
  getProduct: {
    method: 'get',
    path: '/products/{target}/{id}',
    summary: 'One product',
    status: 200,
    response: productSchema,
  },
  getLaunchForm: {
    method: 'get',
    path: '/products/{target}/{id}/launch-form',
    summary: 'Everything needed to fill in a launch',
    query: launchFormQuerySchema,
    status: 200,
    response: launchFormSchema,
  },
  previewOrder: {
    method: 'post',
    path: '/orders/preview',
    summary: 'What an order would do',
    body: orderRequestSchema,
    status: 200,
    response: orderPreviewSchema,
  },
  placeOrder: {
    method: 'post',
    path: '/orders',
    summary: 'Place an order',
    body: orderRequestSchema,
    status: 202,
    response: orderDetailSchema,
  },
  listOrders: {
    method: 'get',
    path: '/orders',
    summary: 'Orders that the caller may read, newest first',
    query: listOrdersQuerySchema,
    status: 200,
    response: listOrdersResponseSchema,
  },
  getOrder: {
    method: 'get',
    path: '/orders/{id}',
    summary: 'One order with its timeline',
    status: 200,
    response: orderDetailSchema,
  },
  cancelOrder: {
    method: 'post',
    path: '/orders/{id}/cancel',
    summary: 'Cancel an order that has not been submitted to AWS',
    body: cancelOrderRequestSchema,
    status: 200,
    response: orderDetailSchema,
  },
  retryOrder: {
    method: 'post',
    path: '/orders/{id}/retry',
    summary: 'Try a failed order again',
    body: retryOrderRequestSchema,
    status: 202,
    response: orderDetailSchema,
  },
  listProvisionedProducts: {
    method: 'get',
    path: '/provisioned-products',
    summary: 'Provisioned products that the caller may read, by name',
    query: listProvisionedProductsQuerySchema,
    status: 200,
    response: listProvisionedProductsResponseSchema,
  },
  getProvisionedProduct: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}',
    summary: 'One provisioned product',
    status: 200,
    response: provisionedProductDetailSchema,
  },
  listOutputs: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/outputs',
    summary: 'Outputs of a provisioned product',
    status: 200,
    response: listOutputsResponseSchema,
  },
  listRecords: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/records',
    summary: 'Changes to a provisioned product, newest first',
    status: 200,
    response: listRecordsResponseSchema,
  },
  listTargets: {
    method: 'get',
    path: '/targets',
    summary: 'Targets that serve the caller',
    status: 200,
    response: listTargetsResponseSchema,
  },
  getHealth: {
    method: 'get',
    path: '/health',
    summary: 'Health for uptime monitors; needs no credentials',
    status: 200,
    response: healthResponseSchema,
  },
} as const satisfies Record<string, RouteDefinition>;
