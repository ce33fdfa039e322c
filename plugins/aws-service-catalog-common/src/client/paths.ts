/**
 * How a route of the backend is reached.
 *
 * @public
 */
export type RoutePath = {
  method: 'get' | 'post';
  /** With `{name}` for path parameters, as OpenAPI writes it. */
  path: string;
};

/**
 * Method and path of every route of the backend plugin, by operation id. They stand apart from the schemas of
 * `awsServiceCatalogRoutes` so that the client, which every page of a portal loads, comes without the schema library.
 *
 * @public
 */
export const awsServiceCatalogPaths = {
  listProducts: { method: 'get', path: '/products' },
  getProduct: { method: 'get', path: '/products/{target}/{id}' },
  getLaunchForm: { method: 'get', path: '/products/{target}/{id}/launch-form' },
  previewOrder: { method: 'post', path: '/orders/preview' },
  placeOrder: { method: 'post', path: '/orders' },
  listOrders: { method: 'get', path: '/orders' },
  getOrder: { method: 'get', path: '/orders/{id}' },
  approveOrder: { method: 'post', path: '/orders/{id}/approve' },
  rejectOrder: { method: 'post', path: '/orders/{id}/reject' },
  cancelOrder: { method: 'post', path: '/orders/{id}/cancel' },
  retryOrder: { method: 'post', path: '/orders/{id}/retry' },
  resumeOrder: { method: 'post', path: '/orders/{id}/resume' },
  listProvisionedProducts: { method: 'get', path: '/provisioned-products' },
  getProvisionedProduct: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}',
  },
  listOutputs: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/outputs',
  },
  listRecords: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/records',
  },
  listStackResources: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/resources',
  },
  listStackEvents: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/events',
  },
  listStackParameters: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/parameters',
  },
  listStackInstances: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/stack-instances',
  },
  getUpdateForm: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/update-form',
  },
  createPlan: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/plan',
  },
  getPlan: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/plan/{planId}',
  },
  adoptProvisionedProduct: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/adopt',
  },
  disownProvisionedProduct: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/disown',
  },
  handOverProvisionedProduct: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/hand-over',
  },
  listOwners: { method: 'get', path: '/owners' },
  handOverOwner: { method: 'post', path: '/owners/hand-over' },
  refreshProvisionedProduct: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/refresh',
  },
  refreshProvisionedProducts: {
    method: 'post',
    path: '/provisioned-products/refresh',
  },
  listServiceActions: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/service-actions',
  },
  getPrincipals: {
    method: 'get',
    path: '/provisioned-products/{target}/{id}/principals',
  },
  holdLease: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/hold',
  },
  releaseLease: {
    method: 'post',
    path: '/provisioned-products/{target}/{id}/release',
  },
  listCosts: { method: 'get', path: '/costs' },
  getDoctorReport: { method: 'get', path: '/doctor' },
  runDoctor: { method: 'post', path: '/doctor/run' },
  listPolicies: { method: 'get', path: '/policies' },
  listTargets: { method: 'get', path: '/targets' },
  syncTarget: { method: 'post', path: '/targets/{target}/sync' },
  reencryptSecrets: { method: 'post', path: '/secrets/re-encrypt' },
  getHealth: { method: 'get', path: '/health' },
} as const satisfies Record<string, RoutePath>;
