import { NotFoundError } from '@backstage/errors';
import {
  AwsServiceCatalogApi,
  AdoptRequest,
  EntityOrdering,
  DoctorReport,
  HandOverRequest,
  LaunchForm,
  LaunchFormQuery,
  ListCostsQuery,
  ListCostsResponse,
  ListOwnersQuery,
  ListPoliciesResponse,
  ListProductsQuery,
  OwnerSummary,
  Product,
  ProvisionedProductDetail,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { FakeResources } from './FakeResources';

/**
 * The backend as a test sets it up: lists in memory, filtered and paged as the backend does.
 */
export class FakeAwsServiceCatalogApi
  extends FakeResources
  implements AwsServiceCatalogApi
{
  products: Product[] = [];
  forms: LaunchForm[] = [];
  owners: OwnerSummary[] = [];
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
  policies: ListPoliciesResponse = {
    asksModule: false,
    approvals: [],
    defaultApproval: {
      auto: true,
      approvers: [],
      quorum: 1,
      timeoutSeconds: 86_400,
      onTimeout: 'expire',
    },
    quotas: [],
    leases: [],
  };
  /** The answer about an entity that the query for products names; default: it may order. */
  entity?: EntityOrdering;

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
    return this.answer('listOwners', query, () => {
      const found = this.owners.filter(
        ({ orphaned }) => orphaned || !query.orphaned,
      );
      return {
        items: found.slice(0, query.limit),
        totalItems: found.length,
        unowned: this.resources.filter(({ owner }) => !owner).length,
      };
    });
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

  async listPolicies() {
    return this.answer('listPolicies', undefined, () => this.policies);
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
}
