import {
  AuthService,
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  AwsServiceCatalogApi,
  AwsServiceCatalogClient,
  AdoptRequest,
  ApproveOrderRequest,
  CancelOrderRequest,
  HoldLeaseRequest,
  HandOverRequest,
  LaunchFormQuery,
  ListCostsQuery,
  ListOrdersQuery,
  ListOwnersQuery,
  ListProductsQuery,
  ListProvisionedProductsQuery,
  OrderRequest,
  PlanRequest,
  RequestOptions,
  RefreshProvisionedProductsRequest,
  RejectOrderRequest,
  ResumeOrderRequest,
  RetryOrderRequest,
  TargetAddress,
  UpdateFormQuery,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  AwsServiceCatalogService,
  AwsServiceCatalogServiceRequestOptions,
} from './AwsServiceCatalogService';

type Options = AwsServiceCatalogServiceRequestOptions;

class DefaultAwsServiceCatalogService implements AwsServiceCatalogService {
  readonly #auth: AuthService;
  readonly #client: AwsServiceCatalogApi;

  constructor(options: { auth: AuthService; client: AwsServiceCatalogApi }) {
    this.#auth = options.auth;
    this.#client = options.client;
  }

  async listProducts(query: ListProductsQuery, options: Options) {
    return this.#client.listProducts(query, await this.#authorize(options));
  }

  async getProduct(address: TargetAddress, options: Options) {
    return this.#client.getProduct(address, await this.#authorize(options));
  }

  async getLaunchForm(
    address: TargetAddress,
    query: LaunchFormQuery,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.getLaunchForm(address, query, requestOptions);
  }

  async previewOrder(request: OrderRequest, options: Options) {
    return this.#client.previewOrder(request, await this.#authorize(options));
  }

  async placeOrder(request: OrderRequest, options: Options) {
    return this.#client.placeOrder(request, await this.#authorize(options));
  }

  async listOrders(query: ListOrdersQuery, options: Options) {
    return this.#client.listOrders(query, await this.#authorize(options));
  }

  async getOrder(id: string, options: Options) {
    return this.#client.getOrder(id, await this.#authorize(options));
  }

  async approveOrder(
    id: string,
    request: ApproveOrderRequest,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.approveOrder(id, request, requestOptions);
  }

  async rejectOrder(id: string, request: RejectOrderRequest, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.rejectOrder(id, request, requestOptions);
  }

  async cancelOrder(id: string, request: CancelOrderRequest, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.cancelOrder(id, request, requestOptions);
  }

  async retryOrder(id: string, request: RetryOrderRequest, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.retryOrder(id, request, requestOptions);
  }

  async resumeOrder(id: string, request: ResumeOrderRequest, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.resumeOrder(id, request, requestOptions);
  }

  async listProvisionedProducts(
    query: ListProvisionedProductsQuery,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.listProvisionedProducts(query, requestOptions);
  }

  async getProvisionedProduct(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.getProvisionedProduct(address, requestOptions);
  }

  async listOutputs(address: TargetAddress, options: Options) {
    return this.#client.listOutputs(address, await this.#authorize(options));
  }

  async listRecords(address: TargetAddress, options: Options) {
    return this.#client.listRecords(address, await this.#authorize(options));
  }

  async listServiceActions(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.listServiceActions(address, requestOptions);
  }

  async getPrincipals(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.getPrincipals(address, requestOptions);
  }

  async listStackResources(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.listStackResources(address, requestOptions);
  }

  async listStackEvents(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.listStackEvents(address, requestOptions);
  }

  async listStackParameters(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.listStackParameters(address, requestOptions);
  }

  async listStackInstances(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.listStackInstances(address, requestOptions);
  }

  async getUpdateForm(
    address: TargetAddress,
    query: UpdateFormQuery,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.getUpdateForm(address, query, requestOptions);
  }

  async createPlan(
    address: TargetAddress,
    request: PlanRequest,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.createPlan(address, request, requestOptions);
  }

  async getPlan(address: TargetAddress & { planId: string }, options: Options) {
    return this.#client.getPlan(address, await this.#authorize(options));
  }

  async adoptProvisionedProduct(
    address: TargetAddress,
    request: AdoptRequest,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.adoptProvisionedProduct(
      address,
      request,
      requestOptions,
    );
  }

  async disownProvisionedProduct(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.disownProvisionedProduct(address, requestOptions);
  }

  async handOverProvisionedProduct(
    address: TargetAddress,
    request: HandOverRequest,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.handOverProvisionedProduct(
      address,
      request,
      requestOptions,
    );
  }

  async listOwners(query: ListOwnersQuery, options: Options) {
    return this.#client.listOwners(query, await this.#authorize(options));
  }

  async handOverOwner(request: HandOverRequest, options: Options) {
    return this.#client.handOverOwner(request, await this.#authorize(options));
  }

  async refreshProvisionedProduct(address: TargetAddress, options: Options) {
    const requestOptions = await this.#authorize(options);
    return this.#client.refreshProvisionedProduct(address, requestOptions);
  }

  async refreshProvisionedProducts(
    request: RefreshProvisionedProductsRequest,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.refreshProvisionedProducts(request, requestOptions);
  }

  async listCosts(query: ListCostsQuery | undefined, options: Options) {
    return this.#client.listCosts(query, await this.#authorize(options));
  }

  async getDoctorReport(options: Options) {
    return this.#client.getDoctorReport(await this.#authorize(options));
  }

  async runDoctor(options: Options) {
    return this.#client.runDoctor(await this.#authorize(options));
  }

  async holdLease(
    address: TargetAddress,
    request: HoldLeaseRequest,
    options: Options,
  ) {
    const requestOptions = await this.#authorize(options);
    return this.#client.holdLease(address, request, requestOptions);
  }

  async releaseLease(address: TargetAddress, options: Options) {
    return this.#client.releaseLease(address, await this.#authorize(options));
  }

  async listPolicies(options: Options) {
    return this.#client.listPolicies(await this.#authorize(options));
  }

  async listTargets(options: Options) {
    return this.#client.listTargets(await this.#authorize(options));
  }

  async reencryptSecrets(options: Options) {
    return this.#client.reencryptSecrets(await this.#authorize(options));
  }

  async syncTarget(target: string, options: Options) {
    return this.#client.syncTarget(target, await this.#authorize(options));
  }

  // A token is asked for per request: it is short-lived and bound to one caller.
  async #authorize(options: Options): Promise<RequestOptions> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: options.credentials,
      targetPluginId: 'aws-service-catalog',
    });
    return { token, signal: options.signal };
  }
}

/**
 * The AWS Service Catalog plugin for other backend plugins and modules. It needs no installation.
 *
 * @public
 */
export const awsServiceCatalogServiceRef =
  createServiceRef<AwsServiceCatalogService>({
    id: 'aws-service-catalog.client',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {
          auth: coreServices.auth,
          discovery: coreServices.discovery,
        },
        factory: ({ auth, discovery }) =>
          new DefaultAwsServiceCatalogService({
            auth,
            client: new AwsServiceCatalogClient({ discoveryApi: discovery }),
          }),
      }),
  });
