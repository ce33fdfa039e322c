import { NotFoundError } from '@backstage/errors';
import {
  HoldLeaseRequest,
  LeaseDetail,
  ListProvisionedProductsQuery,
  Output,
  Plan,
  PlanRequest,
  Principals,
  CatalogRecord,
  ProvisionedProductDetail,
  RefreshProvisionedProductsRequest,
  ServiceAction,
  StackEvent,
  StackInstance,
  StackParameter,
  StackResource,
  TargetAddress,
  UpdateForm,
  UpdateFormQuery,
} from 'backstage-plugin-aws-service-catalog-common';
import { START } from './fixtures';
import { fits } from './FakeBackend';
import { FakeOrders } from './FakeOrders';

/** What runs, as the fake backend has it. */
export class FakeResources extends FakeOrders {
  resources: ProvisionedProductDetail[] = [];
  outputs: Output[] = [];
  records: CatalogRecord[] = [];
  parts: StackResource[] = [];
  stackEvents: StackEvent[] = [];
  stackInstances: StackInstance[] = [];
  serviceActions: ServiceAction[] = [];
  principals: Principals = {
    awsOwner: 'arn:aws:iam::111111111111:role/portal-of-old',
    launchRole: 'arn:aws:iam::111111111111:role/launch',
    portal: 'arn:aws:sts::111111111111:assumed-role/portal/backstage',
  };
  stackParameters: StackParameter[] = [];
  /** The forms of updates; the first one is that of the version and path that it has. */
  updateForms: UpdateForm[] = [];
  /** What previews of updates are answered with, the last one again and again. */
  plans: Plan[] = [];

  async listProvisionedProducts(query: ListProvisionedProductsQuery = {}) {
    const { entityRef, owner, status, search, product, unowned, drifted } =
      query;
    const { leaseEndsBefore } = query;
    const items = this.resources.filter(
      resource =>
        fits(resource, { owner, status, target: query.target }) &&
        (!entityRef ||
          resource.entityRef === entityRef ||
          resource.owner === entityRef) &&
        (!product || resource.product.id === product) &&
        (!unowned || !resource.owner) &&
        (drifted === undefined || Boolean(resource.drifted) === drifted) &&
        (!search || resource.name.includes(search)) &&
        (!leaseEndsBefore ||
          (resource.lease && resource.lease.endsAt < leaseEndsBefore)),
    );
    if (leaseEndsBefore) {
      const endOf = ({ lease }: ProvisionedProductDetail) =>
        lease?.endsAt ?? '';
      items.sort((a, b) => (endOf(a) < endOf(b) ? -1 : 1));
    }
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

  async getPrincipals(address: TargetAddress) {
    return this.answer('getPrincipals', address, () => this.principals);
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
      hasMore: this.parts.length >= 100,
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

  async listStackInstances(address: TargetAddress) {
    return this.answer('listStackInstances', address, () => ({
      items: this.stackInstances,
      hasMore: this.stackInstances.length >= 200,
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
}
