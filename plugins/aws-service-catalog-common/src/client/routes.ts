import { z } from 'zod';
import {
  adoptRequestSchema,
  approveOrderRequestSchema,
  cancelOrderRequestSchema,
  reencryptSecretsResponseSchema,
  refreshedProvisionedProductSchema,
  refreshProvisionedProductsRequestSchema,
  refreshProvisionedProductsResponseSchema,
  rejectOrderRequestSchema,
  doctorReportSchema,
  handOverRequestSchema,
  handOverResponseSchema,
  healthResponseSchema,
  holdLeaseRequestSchema,
  launchFormQuerySchema,
  launchFormSchema,
  leaseDetailSchema,
  listCostsQuerySchema,
  listCostsResponseSchema,
  listOrdersQuerySchema,
  listOrdersResponseSchema,
  listOutputsResponseSchema,
  listPoliciesResponseSchema,
  listOwnersQuerySchema,
  listOwnersResponseSchema,
  listProductsQuerySchema,
  listProductsResponseSchema,
  listProvisionedProductsQuerySchema,
  listProvisionedProductsResponseSchema,
  listRecordsResponseSchema,
  listServiceActionsResponseSchema,
  listStackEventsResponseSchema,
  listStackInstancesResponseSchema,
  listStackParametersResponseSchema,
  listStackResourcesResponseSchema,
  listTargetsResponseSchema,
  orderDetailSchema,
  orderPreviewSchema,
  orderRequestSchema,
  planRequestSchema,
  planSchema,
  principalsSchema,
  productSchema,
  provisionedProductDetailSchema,
  resumeOrderRequestSchema,
  retryOrderRequestSchema,
  targetStatusSchema,
  updateFormQuerySchema,
  updateFormSchema,
} from '../schemas';
import { awsServiceCatalogPaths, RoutePath } from './paths';

/**
 * One route of the backend: the source of the OpenAPI document, the router's paths and the client.
 *
 * @public
 */
export type RouteDefinition = RoutePath & {
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status code of success. */
  status: number;
  /** Status codes of failure that are answered like success, and not with an error. */
  alsoAnswered?: readonly number[];
  response: z.ZodType;
};

/**
 * Every route of the backend plugin, by operation id.
 *
 * @public
 */
export const awsServiceCatalogRoutes = {
  listProducts: {
    ...awsServiceCatalogPaths.listProducts,
    summary: 'Products that the caller, or an entity, may order',
    query: listProductsQuerySchema,
    status: 200,
    response: listProductsResponseSchema,
  },
  getProduct: {
    ...awsServiceCatalogPaths.getProduct,
    summary: 'One product',
    status: 200,
    response: productSchema,
  },
  getLaunchForm: {
    ...awsServiceCatalogPaths.getLaunchForm,
    summary: 'Everything needed to fill in a launch',
    query: launchFormQuerySchema,
    status: 200,
    response: launchFormSchema,
  },
  previewOrder: {
    ...awsServiceCatalogPaths.previewOrder,
    summary: 'What an order would do',
    body: orderRequestSchema,
    status: 200,
    response: orderPreviewSchema,
  },
  placeOrder: {
    ...awsServiceCatalogPaths.placeOrder,
    summary: 'Place an order',
    body: orderRequestSchema,
    status: 202,
    response: orderDetailSchema,
  },
  listOrders: {
    ...awsServiceCatalogPaths.listOrders,
    summary: 'Orders that the caller may read, newest first',
    query: listOrdersQuerySchema,
    status: 200,
    response: listOrdersResponseSchema,
  },
  getOrder: {
    ...awsServiceCatalogPaths.getOrder,
    summary: 'One order with its timeline',
    status: 200,
    response: orderDetailSchema,
  },
  approveOrder: {
    ...awsServiceCatalogPaths.approveOrder,
    summary: 'Agree to an order that waits for approval',
    body: approveOrderRequestSchema,
    status: 200,
    response: orderDetailSchema,
  },
  rejectOrder: {
    ...awsServiceCatalogPaths.rejectOrder,
    summary: 'Refuse an order that waits for approval',
    body: rejectOrderRequestSchema,
    status: 200,
    response: orderDetailSchema,
  },
  cancelOrder: {
    ...awsServiceCatalogPaths.cancelOrder,
    summary: 'Cancel an order that has not been submitted to AWS',
    body: cancelOrderRequestSchema,
    status: 200,
    response: orderDetailSchema,
  },
  retryOrder: {
    ...awsServiceCatalogPaths.retryOrder,
    summary: 'Try a failed order again',
    body: retryOrderRequestSchema,
    status: 202,
    response: orderDetailSchema,
  },
  resumeOrder: {
    ...awsServiceCatalogPaths.resumeOrder,
    summary: 'Take up an order again that was set aside',
    body: resumeOrderRequestSchema,
    status: 202,
    response: orderDetailSchema,
  },
  listProvisionedProducts: {
    ...awsServiceCatalogPaths.listProvisionedProducts,
    summary: 'Provisioned products that the caller may read, by name',
    query: listProvisionedProductsQuerySchema,
    status: 200,
    response: listProvisionedProductsResponseSchema,
  },
  getProvisionedProduct: {
    ...awsServiceCatalogPaths.getProvisionedProduct,
    summary: 'One provisioned product',
    status: 200,
    response: provisionedProductDetailSchema,
  },
  listOutputs: {
    ...awsServiceCatalogPaths.listOutputs,
    summary: 'Outputs of a provisioned product',
    status: 200,
    response: listOutputsResponseSchema,
  },
  listRecords: {
    ...awsServiceCatalogPaths.listRecords,
    summary: 'Changes to a provisioned product, newest first',
    status: 200,
    response: listRecordsResponseSchema,
  },
  listStackResources: {
    ...awsServiceCatalogPaths.listStackResources,
    summary: 'The parts of a provisioned product',
    status: 200,
    response: listStackResourcesResponseSchema,
  },
  listStackEvents: {
    ...awsServiceCatalogPaths.listStackEvents,
    summary: 'What happened to the parts, newest first',
    status: 200,
    response: listStackEventsResponseSchema,
  },
  listStackParameters: {
    ...awsServiceCatalogPaths.listStackParameters,
    summary: 'The parameter values of a provisioned product',
    status: 200,
    response: listStackParametersResponseSchema,
  },
  listStackInstances: {
    ...awsServiceCatalogPaths.listStackInstances,
    summary: 'The stacks of a stack set',
    status: 200,
    response: listStackInstancesResponseSchema,
  },
  getUpdateForm: {
    ...awsServiceCatalogPaths.getUpdateForm,
    summary: 'Everything needed to fill in an update',
    query: updateFormQuerySchema,
    status: 200,
    response: updateFormSchema,
  },
  createPlan: {
    ...awsServiceCatalogPaths.createPlan,
    summary: 'Have AWS preview an update',
    body: planRequestSchema,
    status: 202,
    response: planSchema,
  },
  getPlan: {
    ...awsServiceCatalogPaths.getPlan,
    summary: 'A preview of an update',
    status: 200,
    response: planSchema,
  },
  adoptProvisionedProduct: {
    ...awsServiceCatalogPaths.adoptProvisionedProduct,
    summary: 'Give what nobody owns an owner; for operators',
    body: adoptRequestSchema,
    status: 200,
    response: provisionedProductDetailSchema,
  },
  disownProvisionedProduct: {
    ...awsServiceCatalogPaths.disownProvisionedProduct,
    summary: 'Take back that something was adopted; for operators',
    status: 200,
    response: provisionedProductDetailSchema,
  },
  handOverProvisionedProduct: {
    ...awsServiceCatalogPaths.handOverProvisionedProduct,
    summary: 'Give a provisioned product another owner; for operators',
    body: handOverRequestSchema,
    status: 200,
    response: provisionedProductDetailSchema,
  },
  listOwners: {
    ...awsServiceCatalogPaths.listOwners,
    summary: 'Who owns how many provisioned products; for operators',
    query: listOwnersQuerySchema,
    status: 200,
    response: listOwnersResponseSchema,
  },
  handOverOwner: {
    ...awsServiceCatalogPaths.handOverOwner,
    summary: 'Give everything of an owner to another one; for operators',
    body: handOverRequestSchema,
    status: 200,
    response: handOverResponseSchema,
  },
  refreshProvisionedProduct: {
    ...awsServiceCatalogPaths.refreshProvisionedProduct,
    summary: 'Read a provisioned product from AWS again',
    status: 200,
    response: refreshedProvisionedProductSchema,
  },
  refreshProvisionedProducts: {
    ...awsServiceCatalogPaths.refreshProvisionedProducts,
    summary: 'Read the provisioned products of an entity or product again',
    body: refreshProvisionedProductsRequestSchema,
    status: 200,
    response: refreshProvisionedProductsResponseSchema,
  },
  listServiceActions: {
    ...awsServiceCatalogPaths.listServiceActions,
    summary: 'What can be run on a provisioned product',
    status: 200,
    response: listServiceActionsResponseSchema,
  },
  getPrincipals: {
    ...awsServiceCatalogPaths.getPrincipals,
    summary:
      'By whom AWS says that a provisioned product is owned, and its launch role; for operators',
    status: 200,
    response: principalsSchema,
  },
  holdLease: {
    ...awsServiceCatalogPaths.holdLease,
    summary: 'Keep a lease from ending; for operators',
    body: holdLeaseRequestSchema,
    status: 200,
    response: leaseDetailSchema,
  },
  releaseLease: {
    ...awsServiceCatalogPaths.releaseLease,
    summary: 'Let a lease that was held run again; for operators',
    status: 200,
    response: leaseDetailSchema,
  },
  listCosts: {
    ...awsServiceCatalogPaths.listCosts,
    summary: 'What provisioned products cost, as far as the caller may know',
    query: listCostsQuerySchema,
    status: 200,
    response: listCostsResponseSchema,
  },
  getDoctorReport: {
    ...awsServiceCatalogPaths.getDoctorReport,
    summary: 'What is wrong with targets, products and policies; for operators',
    status: 200,
    response: doctorReportSchema,
  },
  runDoctor: {
    ...awsServiceCatalogPaths.runDoctor,
    summary: 'Have it looked for what is wrong; for operators',
    status: 202,
    response: doctorReportSchema,
  },
  listPolicies: {
    ...awsServiceCatalogPaths.listPolicies,
    summary: 'Policies as the backend has read them; for operators',
    status: 200,
    response: listPoliciesResponseSchema,
  },
  listTargets: {
    ...awsServiceCatalogPaths.listTargets,
    summary: 'Targets that serve the caller',
    status: 200,
    response: listTargetsResponseSchema,
  },
  syncTarget: {
    ...awsServiceCatalogPaths.syncTarget,
    summary: 'Have the copy of a target brought up to date; for operators',
    status: 202,
    response: targetStatusSchema,
  },
  reencryptSecrets: {
    ...awsServiceCatalogPaths.reencryptSecrets,
    summary: 'Encrypt stored secrets with the first key; for operators',
    status: 200,
    response: reencryptSecretsResponseSchema,
  },
  getHealth: {
    ...awsServiceCatalogPaths.getHealth,
    summary: 'Health for uptime monitors; needs no credentials',
    status: 200,
    alsoAnswered: [503],
    response: healthResponseSchema,
  },
} as const satisfies Record<string, RouteDefinition>;
