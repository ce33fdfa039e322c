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
import {
  AwsServiceCatalogApi,
  RequestOptions,
  TargetAddress,
} from './AwsServiceCatalogApi';
import { awsServiceCatalogPaths, RoutePath } from './paths';

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
    return this.at<Product>(routes.getProduct, address, options);
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
    return this.change(routes.approveOrder, id, body, options);
  }

  async rejectOrder(
    id: string,
    body: RejectOrderRequest,
    options?: RequestOptions,
  ) {
    return this.change(routes.rejectOrder, id, body, options);
  }

  async cancelOrder(
    id: string,
    body: CancelOrderRequest,
    options?: RequestOptions,
  ) {
    return this.change(routes.cancelOrder, id, body, options);
  }

  async retryOrder(
    id: string,
    body: RetryOrderRequest,
    options?: RequestOptions,
  ) {
    return this.change(routes.retryOrder, id, body, options);
  }

  async resumeOrder(
    id: string,
    body: ResumeOrderRequest,
    options?: RequestOptions,
  ) {
    return this.change(routes.resumeOrder, id, body, options);
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
    return this.at<ProvisionedProductDetail>(
      routes.getProvisionedProduct,
      address,
      options,
    );
  }

  async listOutputs(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListOutputsResponse>(routes.listOutputs, address, options);
  }

  async listRecords(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListRecordsResponse>(routes.listRecords, address, options);
  }

  async listServiceActions(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListServiceActionsResponse>(
      routes.listServiceActions,
      address,
      options,
    );
  }

  async getPrincipals(address: TargetAddress, options?: RequestOptions) {
    return this.at<Principals>(routes.getPrincipals, address, options);
  }

  async listStackResources(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListStackResourcesResponse>(
      routes.listStackResources,
      address,
      options,
    );
  }

  async listStackEvents(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListStackEventsResponse>(
      routes.listStackEvents,
      address,
      options,
    );
  }

  async listStackParameters(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListStackParametersResponse>(
      routes.listStackParameters,
      address,
      options,
    );
  }

  async listStackInstances(address: TargetAddress, options?: RequestOptions) {
    return this.at<ListStackInstancesResponse>(
      routes.listStackInstances,
      address,
      options,
    );
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
    return this.at<Plan>(routes.getPlan, address, options);
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
    return this.at<ProvisionedProductDetail>(
      routes.disownProvisionedProduct,
      address,
      options,
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
    return this.at<RefreshedProvisionedProduct>(
      routes.refreshProvisionedProduct,
      address,
      options,
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
    return this.at<LeaseDetail>(routes.releaseLease, address, options);
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

  async listPolicies(options?: RequestOptions) {
    return this.call<ListPoliciesResponse>(routes.listPolicies, { options });
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

  private at<T>(
    route: RoutePath,
    address: Record<string, string>,
    options?: RequestOptions,
  ) {
    return this.call<T>(route, { path: address, options });
  }

  private change(
    route: RoutePath,
    id: string,
    body: object,
    options?: RequestOptions,
  ) {
    return this.call<OrderDetail>(route, { path: { id }, body, options });
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
