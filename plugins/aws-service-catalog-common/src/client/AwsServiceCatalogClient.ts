import { ResponseError } from '@backstage/errors';
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
  ListOwnersQuery,
  ListOwnersResponse,
  ListProductsQuery,
  ListProductsResponse,
  ListProvisionedProductsQuery,
  ListProvisionedProductsResponse,
  ListRecordsResponse,
  ListServiceActionsResponse,
  ListStackEventsResponse,
  ListStackParametersResponse,
  ListStackResourcesResponse,
  ListTargetsResponse,
  OrderDetail,
  OrderPreview,
  OrderRequest,
  Plan,
  PlanRequest,
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
import { awsServiceCatalogPaths, RoutePath } from './paths';

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
  listTargets(options?: RequestOptions): Promise<ListTargetsResponse>;
  /** Only operators may. It answers before the sync has ended, with how the target is now. */
  syncTarget(target: string, options?: RequestOptions): Promise<TargetStatus>;
  /** Only operators may. */
  reencryptSecrets(options?: RequestOptions): Promise<ReencryptSecretsResponse>;
}

type Call = {
  path?: Record<string, string>;
  query?: object;
  body?: object;
  options?: RequestOptions;
};

const routes = awsServiceCatalogPaths;

/**
 * The one HTTP client of the backend plugin, for browser and Node alike.
 *
 * @public
 */
export class AwsServiceCatalogClient implements AwsServiceCatalogApi {
  private readonly discoveryApi: {
    getBaseUrl(pluginId: string): Promise<string>;
  };
  private readonly fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.discoveryApi = options.discoveryApi;
    this.fetchApi = options.fetchApi ?? { fetch };
  }

  async listProducts(query?: ListProductsQuery, options?: RequestOptions) {
    return this.call<ListProductsResponse>(routes.listProducts, {
      query,
      options,
    });
  }

  async getProduct(address: TargetAddress, options?: RequestOptions) {
    return this.call<Product>(routes.getProduct, { path: address, options });
  }

  async getLaunchForm(
    address: TargetAddress,
    query?: LaunchFormQuery,
    options?: RequestOptions,
  ) {
    return this.call<LaunchForm>(routes.getLaunchForm, {
      path: address,
      query,
      options,
    });
  }

  async previewOrder(body: OrderRequest, options?: RequestOptions) {
    return this.call<OrderPreview>(routes.previewOrder, { body, options });
  }

  async placeOrder(body: OrderRequest, options?: RequestOptions) {
    return this.call<OrderDetail>(routes.placeOrder, { body, options });
  }

  async listOrders(query?: ListOrdersQuery, options?: RequestOptions) {
    return this.call<ListOrdersResponse>(routes.listOrders, {
      query,
      options,
    });
  }

  async getOrder(id: string, options?: RequestOptions) {
    return this.call<OrderDetail>(routes.getOrder, { path: { id }, options });
  }

  async approveOrder(
    id: string,
    body: ApproveOrderRequest,
    options?: RequestOptions,
  ) {
    return this.call<OrderDetail>(routes.approveOrder, {
      path: { id },
      body,
      options,
    });
  }

  async rejectOrder(
    id: string,
    body: RejectOrderRequest,
    options?: RequestOptions,
  ) {
    return this.call<OrderDetail>(routes.rejectOrder, {
      path: { id },
      body,
      options,
    });
  }

  async cancelOrder(
    id: string,
    body: CancelOrderRequest,
    options?: RequestOptions,
  ) {
    return this.call<OrderDetail>(routes.cancelOrder, {
      path: { id },
      body,
      options,
    });
  }

  async retryOrder(
    id: string,
    body: RetryOrderRequest,
    options?: RequestOptions,
  ) {
    return this.call<OrderDetail>(routes.retryOrder, {
      path: { id },
      body,
      options,
    });
  }

  async resumeOrder(
    id: string,
    body: ResumeOrderRequest,
    options?: RequestOptions,
  ) {
    return this.call<OrderDetail>(routes.resumeOrder, {
      path: { id },
      body,
      options,
    });
  }

  async listProvisionedProducts(
    query?: ListProvisionedProductsQuery,
    options?: RequestOptions,
  ) {
    return this.call<ListProvisionedProductsResponse>(
      routes.listProvisionedProducts,
      { query, options },
    );
  }

  async getProvisionedProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ) {
    return this.call<ProvisionedProductDetail>(routes.getProvisionedProduct, {
      path: address,
      options,
    });
  }

  async listOutputs(address: TargetAddress, options?: RequestOptions) {
    return this.call<ListOutputsResponse>(routes.listOutputs, {
      path: address,
      options,
    });
  }

  async listRecords(address: TargetAddress, options?: RequestOptions) {
    return this.call<ListRecordsResponse>(routes.listRecords, {
      path: address,
      options,
    });
  }

  async listServiceActions(address: TargetAddress, options?: RequestOptions) {
    return this.call<ListServiceActionsResponse>(routes.listServiceActions, {
      path: address,
      options,
    });
  }

  async listStackResources(address: TargetAddress, options?: RequestOptions) {
    return this.call<ListStackResourcesResponse>(routes.listStackResources, {
      path: address,
      options,
    });
  }

  async listStackEvents(address: TargetAddress, options?: RequestOptions) {
    return this.call<ListStackEventsResponse>(routes.listStackEvents, {
      path: address,
      options,
    });
  }

  async listStackParameters(address: TargetAddress, options?: RequestOptions) {
    return this.call<ListStackParametersResponse>(routes.listStackParameters, {
      path: address,
      options,
    });
  }

  async getUpdateForm(
    address: TargetAddress,
    query?: UpdateFormQuery,
    options?: RequestOptions,
  ) {
    return this.call<UpdateForm>(routes.getUpdateForm, {
      path: address,
      query,
      options,
    });
  }

  async createPlan(
    address: TargetAddress,
    body: PlanRequest,
    options?: RequestOptions,
  ) {
    return this.call<Plan>(routes.createPlan, {
      path: address,
      body,
      options,
    });
  }

  async getPlan(
    address: TargetAddress & { planId: string },
    options?: RequestOptions,
  ) {
    return this.call<Plan>(routes.getPlan, { path: address, options });
  }

  async adoptProvisionedProduct(
    address: TargetAddress,
    body: AdoptRequest,
    options?: RequestOptions,
  ) {
    return this.call<ProvisionedProductDetail>(routes.adoptProvisionedProduct, {
      path: address,
      body,
      options,
    });
  }

  async disownProvisionedProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ) {
    return this.call<ProvisionedProductDetail>(
      routes.disownProvisionedProduct,
      { path: address, options },
    );
  }

  async handOverProvisionedProduct(
    address: TargetAddress,
    body: HandOverRequest,
    options?: RequestOptions,
  ) {
    return this.call<ProvisionedProductDetail>(
      routes.handOverProvisionedProduct,
      { path: address, body, options },
    );
  }

  async listOwners(query?: ListOwnersQuery, options?: RequestOptions) {
    return this.call<ListOwnersResponse>(routes.listOwners, { query, options });
  }

  async handOverOwner(body: HandOverRequest, options?: RequestOptions) {
    return this.call<HandOverResponse>(routes.handOverOwner, { body, options });
  }

  async refreshProvisionedProduct(
    address: TargetAddress,
    options?: RequestOptions,
  ) {
    return this.call<RefreshedProvisionedProduct>(
      routes.refreshProvisionedProduct,
      { path: address, options },
    );
  }

  async refreshProvisionedProducts(
    body: RefreshProvisionedProductsRequest,
    options?: RequestOptions,
  ) {
    return this.call<RefreshProvisionedProductsResponse>(
      routes.refreshProvisionedProducts,
      { body, options },
    );
  }

  async holdLease(
    address: TargetAddress,
    body: HoldLeaseRequest,
    options?: RequestOptions,
  ) {
    return this.call<LeaseDetail>(routes.holdLease, {
      path: address,
      body,
      options,
    });
  }

  async releaseLease(address: TargetAddress, options?: RequestOptions) {
    return this.call<LeaseDetail>(routes.releaseLease, {
      path: address,
      options,
    });
  }

  async listCosts(query?: ListCostsQuery, options?: RequestOptions) {
    return this.call<ListCostsResponse>(routes.listCosts, { query, options });
  }

  async getDoctorReport(options?: RequestOptions) {
    return this.call<DoctorReport>(routes.getDoctorReport, { options });
  }

  async runDoctor(options?: RequestOptions) {
    return this.call<DoctorReport>(routes.runDoctor, { options });
  }

  async listTargets(options?: RequestOptions) {
    return this.call<ListTargetsResponse>(routes.listTargets, { options });
  }

  async syncTarget(target: string, options?: RequestOptions) {
    return this.call<TargetStatus>(routes.syncTarget, {
      path: { target },
      options,
    });
  }

  async reencryptSecrets(options?: RequestOptions) {
    return this.call<ReencryptSecretsResponse>(routes.reencryptSecrets, {
      options,
    });
  }

  private async call<T>(route: RoutePath, call: Call): Promise<T> {
    const baseUrl = await this.discoveryApi.getBaseUrl('aws-service-catalog');
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(call.path?.[name] ?? ''),
    );
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined && value !== '') {
        search.set(name, String(value));
      }
    }
    const query = search.size > 0 ? `?${search}` : '';
    const { token, signal } = call.options ?? {};
    const response = await this.fetchApi.fetch(`${baseUrl}${path}${query}`, {
      method: route.method.toUpperCase(),
      signal,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(call.body && { 'Content-Type': 'application/json' }),
      },
      body: call.body && JSON.stringify(call.body),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return (await response.json()) as T;
  }
}
