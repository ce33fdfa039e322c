import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AdoptRequest,
  ApproveOrderRequest,
  CancelOrderRequest,
  DoctorReport,
  HoldLeaseRequest,
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
  TargetAddress,
  TargetStatus,
  UpdateForm,
  UpdateFormQuery,
} from 'backstage-plugin-aws-service-catalog-common';

/**
 * On whose behalf a request is made.
 *
 * @public
 */
export interface AwsServiceCatalogServiceRequestOptions {
  /**
   * A user's credentials to act as that user, or a plugin's own service credentials, which may only read.
   */
  credentials: BackstageCredentials;
  /** Aborts the HTTP request; an order that the backend has taken goes on. */
  signal?: AbortSignal;
}

/**
 * The AWS Service Catalog plugin, called from another backend plugin on somebody's behalf.
 *
 * @remarks
 *
 * Every method throws a `ResponseError` of `@backstage/errors` when the plugin refuses; `getFieldErrors` of the common
 * package reads the wrong fields out of it.
 *
 * @public
 */
export interface AwsServiceCatalogService {
  listProducts(
    query: ListProductsQuery,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListProductsResponse>;
  getProduct(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<Product>;
  getLaunchForm(
    address: TargetAddress,
    query: LaunchFormQuery,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<LaunchForm>;
  previewOrder(
    request: OrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderPreview>;
  placeOrder(
    request: OrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  listOrders(
    query: ListOrdersQuery,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListOrdersResponse>;
  getOrder(
    id: string,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  approveOrder(
    id: string,
    request: ApproveOrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  rejectOrder(
    id: string,
    request: RejectOrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  cancelOrder(
    id: string,
    request: CancelOrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  retryOrder(
    id: string,
    request: RetryOrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  resumeOrder(
    id: string,
    request: ResumeOrderRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<OrderDetail>;
  listProvisionedProducts(
    query: ListProvisionedProductsQuery,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListProvisionedProductsResponse>;
  getProvisionedProduct(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ProvisionedProductDetail>;
  listOutputs(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListOutputsResponse>;
  listRecords(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListRecordsResponse>;
  /** What can be run on it: read from AWS when it is first wanted, and kept for an hour. */
  listServiceActions(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListServiceActionsResponse>;
  /** By whom AWS says that it is owned, and its launch role, read from AWS for this; for operators. */
  getPrincipals(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<Principals>;
  /** The resources of its stack: read from AWS when they are first wanted, and kept for some minutes. */
  listStackResources(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListStackResourcesResponse>;
  /** The newest 100 events of its stack, read as its resources are. */
  listStackEvents(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListStackEventsResponse>;
  /** The parameter values that it has, read as its resources are. */
  listStackParameters(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListStackParametersResponse>;
  /** The stacks of a stack set, read as the resources of a stack are; what is none has none. */
  listStackInstances(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListStackInstancesResponse>;
  getUpdateForm(
    address: TargetAddress,
    query: UpdateFormQuery,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<UpdateForm>;
  /** Has AWS preview an update; a user has to ask. */
  createPlan(
    address: TargetAddress,
    request: PlanRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<Plan>;
  /** Only who had it made may read it. */
  getPlan(
    address: TargetAddress & { planId: string },
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<Plan>;
  /** Only operators may. Gives what nobody owns an owner, in the portal alone: no tag is written. */
  adoptProvisionedProduct(
    address: TargetAddress,
    request: AdoptRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ProvisionedProductDetail>;
  /** Only operators may. Takes back that something was adopted, or handed over. */
  disownProvisionedProduct(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ProvisionedProductDetail>;
  /** Only operators may. */
  handOverProvisionedProduct(
    address: TargetAddress,
    request: HandOverRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ProvisionedProductDetail>;
  /** Only operators, and services that may read. */
  listOwners(
    query: ListOwnersQuery,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListOwnersResponse>;
  /** Only operators may. Gives everything of an owner to another one. */
  handOverOwner(
    request: HandOverRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<HandOverResponse>;
  /** Reads it from AWS again, unless somebody had it read moments ago. */
  refreshProvisionedProduct(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<RefreshedProvisionedProduct>;
  /** Reads what an entity or a product has from AWS again, at most 20 at once. */
  refreshProvisionedProducts(
    request: RefreshProvisionedProductsRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<RefreshProvisionedProductsResponse>;
  listCosts(
    query: ListCostsQuery | undefined,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListCostsResponse>;
  /** Only operators may. */
  getDoctorReport(
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<DoctorReport>;
  /** Only operators may. It answers before everything was looked at, with what was found the last time. */
  runDoctor(
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<DoctorReport>;
  /** Only operators may. */
  holdLease(
    address: TargetAddress,
    request: HoldLeaseRequest,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<LeaseDetail>;
  /** Only operators may. */
  releaseLease(
    address: TargetAddress,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<LeaseDetail>;
  /** Only operators may. */
  listPolicies(
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListPoliciesResponse>;
  listTargets(
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ListTargetsResponse>;
  /** Only operators may. It answers before the sync has ended, with how the target is now. */
  syncTarget(
    target: string,
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<TargetStatus>;
  /** Only operators may. */
  reencryptSecrets(
    options: AwsServiceCatalogServiceRequestOptions,
  ): Promise<ReencryptSecretsResponse>;
}
