import {
  AdoptRequest,
  ApproveOrderRequest,
  CancelOrderRequest,
  HoldLeaseRequest,
  DoctorReport,
  HandOverRequest,
  HandOverResponse,
  LaunchForm,
  LaunchFormQuery,
  LeaseDetail,
  ListCostsQuery,
  ListCostsResponse,
  ListOrdersQuery,
  ListOrdersResponse,
  ListOutputsResponse,
  ListPoliciesResponse,
  ListOwnersQuery,
  ListOwnersResponse,
  ListProductsQuery,
  ListProductsResponse,
  ListProvisionedProductsQuery,
  ListProvisionedProductsResponse,
  ListRecordsResponse,
  ListServiceActionsResponse,
  ListStackEventsResponse,
  ListStackInstancesResponse,
  ListStackParametersResponse,
  ListStackResourcesResponse,
  ListTargetsResponse,
  OrderDetail,
  OrderPreview,
  OrderRequest,
  Plan,
  PlanRequest,
  Principals,
  Product,
  ProvisionedProductDetail,
  ReencryptSecretsResponse,
  RefreshedProvisionedProduct,
  RefreshProvisionedProductsRequest,
  RefreshProvisionedProductsResponse,
  RejectOrderRequest,
  ResumeOrderRequest,
  RetryOrderRequest,
  TargetStatus,
  UpdateForm,
  UpdateFormQuery,
} from '../schemas';

/**
 * How a request is made.
 *
 * @public
 */
export type RequestOptions = {
  /** A Backstage token; the frontend's fetch API adds its own. */
  token?: string;
  signal?: AbortSignal;
};

/**
 * Where a target's thing is addressed: ids of shared products repeat across accounts.
 *
 * @public
 */
export type TargetAddress = { target: string; id: string };

/**
 * The backend plugin's HTTP API. Every method throws a `ResponseError` of `@backstage/errors` when the backend refuses.
 *
 * @public
 */
export interface AwsServiceCatalogApi {
  listProducts(
    query?: ListProductsQuery,
    options?: RequestOptions,
  ): Promise<ListProductsResponse>;
  getProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<Product>;
  getLaunchForm(
    address: TargetAddress,
    query?: LaunchFormQuery,
    options?: RequestOptions,
  ): Promise<LaunchForm>;
  previewOrder(
    request: OrderRequest,
    options?: RequestOptions,
  ): Promise<OrderPreview>;
  placeOrder(
    request: OrderRequest,
    options?: RequestOptions,
  ): Promise<OrderDetail>;
  listOrders(
    query?: ListOrdersQuery,
    options?: RequestOptions,
  ): Promise<ListOrdersResponse>;
  getOrder(id: string, options?: RequestOptions): Promise<OrderDetail>;
  approveOrder(
    id: string,
    request: ApproveOrderRequest,
    options?: RequestOptions,
  ): Promise<OrderDetail>;
  rejectOrder(
    id: string,
    request: RejectOrderRequest,
    options?: RequestOptions,
  ): Promise<OrderDetail>;
  cancelOrder(
    id: string,
    request: CancelOrderRequest,
    options?: RequestOptions,
  ): Promise<OrderDetail>;
  retryOrder(
    id: string,
    request: RetryOrderRequest,
    options?: RequestOptions,
  ): Promise<OrderDetail>;
  resumeOrder(
    id: string,
    request: ResumeOrderRequest,
    options?: RequestOptions,
  ): Promise<OrderDetail>;
  listProvisionedProducts(
    query?: ListProvisionedProductsQuery,
    options?: RequestOptions,
  ): Promise<ListProvisionedProductsResponse>;
  getProvisionedProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ProvisionedProductDetail>;
  listOutputs(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListOutputsResponse>;
  listRecords(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListRecordsResponse>;
  /** What can be run on it: read from AWS when it is first wanted, and kept for an hour. */
  listServiceActions(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListServiceActionsResponse>;
  /** By whom AWS says that it is owned, and its launch role, read from AWS for this; for operators. */
  getPrincipals(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<Principals>;
  /** The resources of its stack: read from AWS when they are first wanted, and kept for some minutes. */
  listStackResources(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListStackResourcesResponse>;
  /** The newest 100 events of its stack, read as its resources are. */
  listStackEvents(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListStackEventsResponse>;
  /** The parameter values that it has, read as its resources are. */
  listStackParameters(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListStackParametersResponse>;
  /** The stacks of a stack set, read as the resources of a stack are; what is none has none. */
  listStackInstances(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ListStackInstancesResponse>;
  getUpdateForm(
    address: TargetAddress,
    query?: UpdateFormQuery,
    options?: RequestOptions,
  ): Promise<UpdateForm>;
  /** Has AWS preview an update. It answers before AWS does: ask for the plan again, every second or two, while it is `running`. */
  createPlan(
    address: TargetAddress,
    request: PlanRequest,
    options?: RequestOptions,
  ): Promise<Plan>;
  /** Only who had it made may read it. */
  getPlan(
    address: TargetAddress & { planId: string },
    options?: RequestOptions,
  ): Promise<Plan>;
  /** Only operators may. Gives what nobody owns an owner, in the portal alone: no tag is written. */
  adoptProvisionedProduct(
    address: TargetAddress,
    request: AdoptRequest,
    options?: RequestOptions,
  ): Promise<ProvisionedProductDetail>;
  /** Only operators may. Takes back that something was adopted, or handed over. */
  disownProvisionedProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<ProvisionedProductDetail>;
  /** Only operators may. */
  handOverProvisionedProduct(
    address: TargetAddress,
    request: HandOverRequest,
    options?: RequestOptions,
  ): Promise<ProvisionedProductDetail>;
  /** Only operators, and services that may read. */
  listOwners(
    query?: ListOwnersQuery,
    options?: RequestOptions,
  ): Promise<ListOwnersResponse>;
  /** Only operators may. Gives everything of an owner to another one. */
  handOverOwner(
    request: HandOverRequest,
    options?: RequestOptions,
  ): Promise<HandOverResponse>;
  /** Reads it from AWS again, unless somebody had it read moments ago. */
  refreshProvisionedProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<RefreshedProvisionedProduct>;
  /** Reads what an entity or a product has from AWS again, at most 20 at once. */
  refreshProvisionedProducts(
    request: RefreshProvisionedProductsRequest,
    options?: RequestOptions,
  ): Promise<RefreshProvisionedProductsResponse>;
  /** Only operators may. */
  holdLease(
    address: TargetAddress,
    request: HoldLeaseRequest,
    options?: RequestOptions,
  ): Promise<LeaseDetail>;
  /** Only operators may. */
  releaseLease(
    address: TargetAddress,
    options?: RequestOptions,
  ): Promise<LeaseDetail>;
  listCosts(
    query?: ListCostsQuery,
    options?: RequestOptions,
  ): Promise<ListCostsResponse>;
  /** Only operators may. */
  getDoctorReport(options?: RequestOptions): Promise<DoctorReport>;
  /** Only operators may. It answers before everything was looked at, with what was found the last time. */
  runDoctor(options?: RequestOptions): Promise<DoctorReport>;
  /** Only operators may. */
  listPolicies(options?: RequestOptions): Promise<ListPoliciesResponse>;
  listTargets(options?: RequestOptions): Promise<ListTargetsResponse>;
  /** Only operators may. It answers before the sync has ended, with how the target is now. */
  syncTarget(target: string, options?: RequestOptions): Promise<TargetStatus>;
  /** Only operators may. */
  reencryptSecrets(options?: RequestOptions): Promise<ReencryptSecretsResponse>;
}
