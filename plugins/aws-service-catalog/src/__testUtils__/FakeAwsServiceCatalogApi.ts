import { NotFoundError, stringifyError } from '@backstage/errors';
import {
  AwsServiceCatalogApi,
  awsServiceCatalogRoutes,
  AdoptRequest,
  ApproveOrderRequest,
  CancelOrderRequest,
  EntityOrdering,
  HoldLeaseRequest,
  isFinalOrderState,
  DoctorReport,
  HandOverRequest,
  LaunchForm,
  LaunchFormQuery,
  LeaseDetail,
  ListCostsQuery,
  ListCostsResponse,
  ListOrdersQuery,
  ListOwnersQuery,
  ListProductsQuery,
  ListProvisionedProductsQuery,
  OrderDetail,
  OrderPreview,
  OrderRequest,
  OwnerSummary,
  Output,
  Plan,
  PlanRequest,
  CatalogRecord,
  Product,
  ProvisionedProductDetail,
  RefreshProvisionedProductsRequest,
  RejectOrderRequest,
  ResumeOrderRequest,
  RetryOrderRequest,
  ServiceAction,
  StackEvent,
  StackParameter,
  StackResource,
  TargetAddress,
  TargetStatus,
  UpdateForm,
  UpdateFormQuery,
} from 'backstage-plugin-aws-service-catalog-common';
import { anOrder, START, target } from './fixtures';
import { makeResponseError } from './responseError';

type Operation = keyof AwsServiceCatalogApi;

/** A call as a test sees it. */
export type Call = { operation: Operation; request: unknown };

/** Whether every named property that is set equals the other's. */
function fits<T extends object>(item: T, wanted: Partial<T>): boolean {
  return (Object.keys(wanted) as Array<keyof T>).every(
    key => wanted[key] === undefined || item[key] === wanted[key],
  );
}

/**
 * The backend as a test sets it up: lists in memory, filtered and paged as the backend does. Every request and every answer is
 * checked against the schema of its route, so that a test cannot pass with what the backend would refuse or never say.
 */
export class FakeAwsServiceCatalogApi implements AwsServiceCatalogApi {
  orders: OrderDetail[] = [];
  resources: ProvisionedProductDetail[] = [];
  products: Product[] = [];
  forms: LaunchForm[] = [];
  outputs: Output[] = [];
  records: CatalogRecord[] = [];
  parts: StackResource[] = [];
  stackEvents: StackEvent[] = [];
  serviceActions: ServiceAction[] = [];
  stackParameters: StackParameter[] = [];
  /** The forms of updates; the first one is that of the version and path that it has. */
  updateForms: UpdateForm[] = [];
  /** What previews of updates are answered with, the last one again and again. */
  plans: Plan[] = [];
  owners: OwnerSummary[] = [];
  targets: TargetStatus[] = [target];
  /** Whether the reader runs the portal. */
  operator = false;
  portfolios: string[] = ['Databases', 'Storage'];
  costs: ListCostsResponse = {
    groupBy: 'product',
    status: 'not-configured',
    message: 'The portal is not told which AWS accounts pay.',
    months: [],
    groups: [],
    omittedGroups: 0,
    totals: [],
  };
  doctorReport: DoctorReport = { running: false, products: 0, findings: [] };
  /** The answer about an entity that the query for products names; default: it may order. */
  entity?: EntityOrdering;
  /** What a preview says besides where it is and whose. */
  preview: Partial<OrderPreview> = {};
  /** What an operation throws, for as long as it is set. */
  failures: Partial<Record<Operation, Error>> = {};
  readonly calls: Call[] = [];

  /** The requests of an operation so far. */
  requests(operation: Operation): unknown[] {
    return this.calls
      .filter(call => call.operation === operation)
      .map(call => call.request);
  }

  /** The requests for lists of orders so far, without those that count or list what waits for the reader. */
  listRequests(): ListOrdersQuery[] {
    return this.requests('listOrders')
      .map(request => request as ListOrdersQuery)
      .filter(({ scope }) => scope !== 'approvals');
  }

  async listProducts(query: ListProductsQuery = {}) {
    const { entityRef, target: name, limit, cursor, search } = query;
    const items = this.products.filter(
      product =>
        (!name || product.target === name) &&
        (!search || product.name.includes(search)),
    );
    const ordering: EntityOrdering | undefined = entityRef
      ? this.entity ?? { entityRef, state: 'ok' }
      : undefined;
    return this.answer('listProducts', query, () => ({
      ...this.page(ordering?.state === 'ok' || !ordering ? items : [], {
        limit,
        cursor,
      }),
      ...(ordering && { entity: ordering }),
      targets: this.targets,
      portfolios: this.portfolios,
    }));
  }

  async getProduct({ target: name, id }: TargetAddress) {
    return this.answer('getProduct', { target: name, id }, () =>
      this.find(this.products, { target: name, id }),
    );
  }

  async getLaunchForm(address: TargetAddress, query: LaunchFormQuery = {}) {
    return this.answer('getLaunchForm', query, () => {
      const form = this.forms.find(
        ({ version, path }) =>
          (!query.version || version.id === query.version) &&
          (!query.path || path.id === query.path),
      );
      if (!form) {
        throw new NotFoundError(`No launch form of ${address.id}`);
      }
      return form;
    });
  }

  async previewOrder(request: OrderRequest) {
    return this.answer('previewOrder', request, () => ({
      acceptable: true,
      problems: [],
      target: {
        name: target.name,
        accountId: target.accountId,
        region: target.region,
      },
      owner: 'group:default/team-payments',
      tags: [],
      ...this.preview,
    }));
  }

  async placeOrder(request: OrderRequest) {
    return this.answer('placeOrder', request, () => {
      const order = anOrder({
        id: '0b7a9d3e-5f64-4c1a-8a52-6f0c9d8e7a10',
        kind: request.kind,
        state: 'queued',
      });
      this.orders = [order, ...this.orders];
      return order;
    });
  }

  async listOrders(query: ListOrdersQuery = {}) {
    const { open, alarm, scope, entityRef, owner, kind, state } = query;
    const items = this.orders.filter(
      order =>
        (scope !== 'approvals' || order.state === 'awaiting-approval') &&
        (alarm === undefined || (order.alarm !== undefined) === alarm) &&
        fits(order, { entityRef, owner, kind, state, target: query.target }) &&
        (open === undefined || isFinalOrderState(order.state) !== open) &&
        (!query.productId || order.product.id === query.productId) &&
        (!query.provisionedProductId ||
          order.provisionedProduct.id === query.provisionedProductId),
    );
    return this.answer('listOrders', query, () =>
      this.page(
        items.map(
          ({ events: _events, actions: _actions, quota: _quota, ...order }) =>
            order,
        ),
        query,
      ),
    );
  }

  async getOrder(id: string) {
    return this.answer('getOrder', id, () => this.find(this.orders, { id }));
  }

  async approveOrder(id: string, request: ApproveOrderRequest) {
    return this.answer('approveOrder', request, () =>
      this.replace(id, { state: 'queued' }),
    );
  }

  async rejectOrder(id: string, request: RejectOrderRequest) {
    return this.answer('rejectOrder', request, () =>
      this.replace(id, { state: 'rejected' }),
    );
  }

  async cancelOrder(id: string, request: CancelOrderRequest) {
    return this.answer('cancelOrder', request, () =>
      this.replace(id, { state: 'cancelled' }),
    );
  }

  async retryOrder(id: string, request: RetryOrderRequest) {
    return this.answer('retryOrder', request, () =>
      this.replace(id, { state: 'queued', attempt: 2, failure: undefined }),
    );
  }

  async resumeOrder(id: string, request: ResumeOrderRequest) {
    return this.answer('resumeOrder', request, () =>
      this.replace(id, {
        alarm: undefined,
        actions: {
          ...this.find(this.orders, { id }).actions,
          resume: undefined,
        },
      }),
    );
  }

  async listProvisionedProducts(query: ListProvisionedProductsQuery = {}) {
    const { entityRef, owner, status, search, product, unowned, drifted } =
      query;
    const items = this.resources.filter(
      resource =>
        fits(resource, { owner, status, target: query.target }) &&
        (!entityRef ||
          resource.entityRef === entityRef ||
          resource.owner === entityRef) &&
        (!product || resource.product.id === product) &&
        (!unowned || !resource.owner) &&
        (drifted === undefined || Boolean(resource.drifted) === drifted) &&
        (!search || resource.name.includes(search)),
    );
    return this.answer('listProvisionedProducts', query, () => ({
      ...this.page(
        items.map(
          ({ actions: _actions, drift: _drift, ...resource }) => resource,
        ),
        query,
      ),
      targets: this.targets,
    }));
  }

  async getProvisionedProduct({ target: name, id }: TargetAddress) {
    return this.answer('getProvisionedProduct', { target: name, id }, () =>
      this.find(this.resources, { target: name, id }),
    );
  }

  async listOutputs(address: TargetAddress) {
    return this.answer('listOutputs', address, () => ({
      items: this.outputs,
      readAt: START,
    }));
  }

  async listRecords(address: TargetAddress) {
    return this.answer('listRecords', address, () => ({ items: this.records }));
  }

  async listServiceActions(address: TargetAddress) {
    return this.answer('listServiceActions', address, () => ({
      items: this.serviceActions,
      readAt: START,
      run: { allowed: true },
    }));
  }

  async listStackResources(address: TargetAddress) {
    return this.answer('listStackResources', address, () => ({
      items: this.parts,
      readAt: START,
    }));
  }

  async listStackEvents(address: TargetAddress) {
    return this.answer('listStackEvents', address, () => ({
      items: this.stackEvents,
      hasMore: false,
      readAt: START,
    }));
  }

  async listStackParameters(address: TargetAddress) {
    return this.answer('listStackParameters', address, () => ({
      items: this.stackParameters,
      readAt: START,
    }));
  }

  async getUpdateForm(address: TargetAddress, query: UpdateFormQuery = {}) {
    return this.answer('getUpdateForm', query, () => {
      const found = this.updateForms.find(
        ({ form, paths }) =>
          (!query.version || form?.version.id === query.version) &&
          (query.path
            ? form?.path.id === query.path
            : form || paths.length > 1),
      );
      if (!found) {
        throw new NotFoundError(`No update form of ${address.id}`);
      }
      return found;
    });
  }

  async createPlan(address: TargetAddress, request: PlanRequest) {
    return this.answer('createPlan', request, () => this.findPlan(address.id));
  }

  async getPlan({ id, planId }: TargetAddress & { planId: string }) {
    return this.answer('getPlan', { id, planId }, () => this.findPlan(id));
  }

  async adoptProvisionedProduct(address: TargetAddress, request: AdoptRequest) {
    return this.answer('adoptProvisionedProduct', request, () =>
      this.own(address, { ...request, ownerSource: 'adopted' }),
    );
  }

  async disownProvisionedProduct(address: TargetAddress) {
    return this.answer('disownProvisionedProduct', address, () =>
      this.own(address, { owner: undefined, ownerSource: undefined }),
    );
  }

  async handOverProvisionedProduct(
    address: TargetAddress,
    request: HandOverRequest,
  ) {
    return this.answer('handOverProvisionedProduct', request, () =>
      this.own(address, { owner: request.to, ownerSource: 'adopted' }),
    );
  }

  async listOwners(query: ListOwnersQuery = {}) {
    return this.answer('listOwners', query, () => ({
      items: this.owners.filter(({ orphaned }) => orphaned || !query.orphaned),
      unowned: this.resources.filter(({ owner }) => !owner).length,
    }));
  }

  async handOverOwner(request: HandOverRequest) {
    return this.answer('handOverOwner', request, () => {
      const theirs = this.resources.filter(
        ({ owner }) => owner === request.from,
      );
      theirs.forEach(({ target: name, id }) =>
        this.own({ target: name, id }, { owner: request.to }),
      );
      return { moved: theirs.length, left: 0, skipped: [] };
    });
  }

  async refreshProvisionedProduct({ target: name, id }: TargetAddress) {
    return this.answer('refreshProvisionedProduct', { target: name, id }, () =>
      this.refreshed(this.find(this.resources, { target: name, id })),
    );
  }

  async refreshProvisionedProducts(request: RefreshProvisionedProductsRequest) {
    const { entityRef, product } = request;
    const items = this.resources.filter(resource =>
      product
        ? resource.product.id === product.id
        : resource.entityRef === entityRef || resource.owner === entityRef,
    );
    return this.answer('refreshProvisionedProducts', request, () => ({
      items: items.map(item => this.refreshed(item)),
      remaining: 0,
    }));
  }

  async listCosts(query: ListCostsQuery = {}) {
    return this.answer('listCosts', query, () => ({
      ...this.costs,
      groupBy: query.groupBy ?? this.costs.groupBy,
    }));
  }

  async getDoctorReport() {
    return this.answer('getDoctorReport', undefined, () => this.doctorReport);
  }

  async runDoctor() {
    return this.answer('runDoctor', undefined, () => ({
      ...this.doctorReport,
      running: true,
    }));
  }

  async holdLease(address: TargetAddress, request: HoldLeaseRequest) {
    return this.answer('holdLease', { ...address, ...request }, () => {
      const lease = this.findLease(address);
      lease.state = 'held';
      lease.hold = { by: 'user:default/jane', at: START, ...request };
      return lease;
    });
  }

  async releaseLease(address: TargetAddress) {
    return this.answer('releaseLease', address, () => {
      const lease = this.findLease(address);
      lease.state = 'active';
      delete lease.hold;
      return lease;
    });
  }

  async listTargets() {
    return this.answer('listTargets', undefined, () => ({
      items: this.targets,
      operator: this.operator,
    }));
  }

  async reencryptSecrets() {
    return { keyId: 'current', reencrypted: 0 };
  }

  async syncTarget(name: string) {
    return this.answer('syncTarget', name, () =>
      this.find(this.targets, { name }),
    );
  }

  /** Changes an order as the backend would while a page shows it. */
  replace(id: string, changes: Partial<OrderDetail>): OrderDetail {
    const order = anOrder({ ...this.find(this.orders, { id }), ...changes });
    this.orders = this.orders.map(known => (known.id === id ? order : known));
    return order;
  }

  /** Gives a resource an owner as the backend would. */
  private own(
    { target: name, id }: TargetAddress,
    changes: Partial<ProvisionedProductDetail>,
  ): ProvisionedProductDetail {
    const changed = {
      ...this.find(this.resources, { target: name, id }),
      ...changes,
    };
    this.resources = this.resources.map(resource =>
      resource.target === name && resource.id === id ? changed : resource,
    );
    return changed;
  }

  private refreshed({
    target: name,
    id,
    name: title,
  }: ProvisionedProductDetail) {
    return {
      target: name,
      id,
      name: title,
      state: 'read' as const,
      askedAt: START,
    };
  }

  private findLease(address: TargetAddress): LeaseDetail {
    const { lease } = this.find(this.resources, address);
    if (!lease) {
      throw new NotFoundError('It has no lease');
    }
    return lease;
  }

  private findPlan(provisionedProductId: string): Plan {
    const [plan] = this.plans.length > 1 ? this.plans.splice(0, 1) : this.plans;
    if (plan?.provisionedProductId !== provisionedProductId) {
      throw new NotFoundError('There is no such plan');
    }
    return plan;
  }

  private find<T extends object>(items: T[], wanted: Partial<T>): T {
    const item = items.find(candidate => fits(candidate, wanted));
    if (!item) {
      throw new NotFoundError('It does not exist');
    }
    return item;
  }

  private page<T>(items: T[], page: { limit?: number; cursor?: string }) {
    const from = Number(page.cursor ?? 0);
    const to = from + (page.limit ?? 20);
    return {
      items: items.slice(from, to),
      totalItems: items.length,
      ...(to < items.length && { nextCursor: String(to) }),
    };
  }

  private async answer<T>(
    operation: Operation,
    request: unknown,
    make: () => T,
  ): Promise<T> {
    this.calls.push({ operation, request });
    const route = awsServiceCatalogRoutes[operation];
    if ('query' in route && typeof request === 'object') {
      route.query.parse(request);
    }
    if ('body' in route) {
      route.body.parse(request);
    }
    const failure = this.failures[operation];
    if (failure) {
      throw failure;
    }
    let answer: T;
    try {
      answer = make();
    } catch (error) {
      throw await makeResponseError(404, stringifyError(error));
    }
    route.response.parse(answer);
    return answer;
  }
}
