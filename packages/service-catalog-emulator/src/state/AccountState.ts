import {
  Constraint,
  Portfolio,
  PrincipalAssociation,
  Product,
  ProductAssociation,
  ProvisionedProduct,
  ProvisioningArtifact,
  ProvisioningRecord,
  TagOption,
  TagOptionAssociation,
  TokenUse,
} from './entities';

/** {@link AccountState} as a snapshot holds it. */
export interface AccountStateData {
  accountId: string;
  region: string;
  portfolios: Portfolio[];
  products: Product[];
  artifacts: ProvisioningArtifact[];
  productAssociations: ProductAssociation[];
  principalAssociations: PrincipalAssociation[];
  constraints: Constraint[];
  tagOptions: TagOption[];
  tagOptionAssociations: TagOptionAssociation[];
  provisionedProducts: ProvisionedProduct[];
  records: ProvisioningRecord[];
  tokens: TokenUse[];
}

/** Everything Service Catalog holds for one account in one Region. */
export class AccountState {
  readonly portfolios = new Map<string, Portfolio>();
  readonly products = new Map<string, Product>();
  readonly artifacts = new Map<string, ProvisioningArtifact>();
  readonly constraints = new Map<string, Constraint>();
  readonly tagOptions = new Map<string, TagOption>();
  readonly provisionedProducts = new Map<string, ProvisionedProduct>();
  readonly records = new Map<string, ProvisioningRecord>();
  readonly tokens = new Map<string, TokenUse>();
  productAssociations: ProductAssociation[] = [];
  principalAssociations: PrincipalAssociation[] = [];
  tagOptionAssociations: TagOptionAssociation[] = [];

  private readonly artifactsByProduct = new Map<
    string,
    ProvisioningArtifact[]
  >();
  private readonly idsByName = new Map<string, string>();
  private sorted = new Map<string, ProvisionedProduct[]>();
  private readonly recordIdsByProduct = new Map<string, string[]>();
  private readonly unsettled = new Set<string>();
  private nextDue = Infinity;

  constructor(readonly accountId: string, readonly region: string) {}

  /** Builds the state and its indexes from a snapshot. */
  static fromData(data: AccountStateData): AccountState {
    const state = new AccountState(data.accountId, data.region);
    const fill = <T extends { id: string }>(map: Map<string, T>, items: T[]) =>
      items.forEach(item => map.set(item.id, item));
    fill(state.portfolios, data.portfolios);
    fill(state.products, data.products);
    data.artifacts.forEach(artifact => state.addArtifact(artifact));
    fill(state.constraints, data.constraints);
    fill(state.tagOptions, data.tagOptions);
    state.productAssociations = data.productAssociations;
    state.principalAssociations = data.principalAssociations;
    state.tagOptionAssociations = data.tagOptionAssociations;
    data.tokens.forEach(use => state.tokens.set(use.key, use));
    data.provisionedProducts.forEach(product =>
      state.addProvisionedProduct(product),
    );
    data.records.forEach(record => state.addRecord(record));
    return state;
  }

  /** The state as a snapshot holds it. Shares its objects with the live state. */
  toData(): AccountStateData {
    return {
      accountId: this.accountId,
      region: this.region,
      portfolios: [...this.portfolios.values()],
      products: [...this.products.values()],
      artifacts: [...this.artifacts.values()],
      productAssociations: this.productAssociations,
      principalAssociations: this.principalAssociations,
      constraints: [...this.constraints.values()],
      tagOptions: [...this.tagOptions.values()],
      tagOptionAssociations: this.tagOptionAssociations,
      provisionedProducts: [...this.provisionedProducts.values()],
      records: [...this.records.values()],
      tokens: [...this.tokens.values()],
    };
  }

  /** The versions of a product, oldest first. */
  artifactsOf(productId: string): ProvisioningArtifact[] {
    return [...(this.artifactsByProduct.get(productId) ?? [])];
  }

  /** Adds a version to its product. */
  addArtifact(artifact: ProvisioningArtifact): void {
    this.artifacts.set(artifact.id, artifact);
    this.artifactsByProduct.set(artifact.productId, [
      ...this.artifactsOf(artifact.productId),
      artifact,
    ]);
  }

  /** Removes a version. */
  deleteArtifact(artifact: ProvisioningArtifact): void {
    this.artifacts.delete(artifact.id);
    this.artifactsByProduct.set(
      artifact.productId,
      this.artifactsOf(artifact.productId).filter(other => other !== artifact),
    );
  }

  /** The provisioned product that holds the name, whatever its status. */
  provisionedProductNamed(name: string): ProvisionedProduct | undefined {
    const id = this.idsByName.get(name);
    return id === undefined ? undefined : this.provisionedProducts.get(id);
  }

  /**
   * All provisioned products in order of a member. The order is kept until something changes, for
   * clients that read page after page.
   */
  sortedProvisionedProducts(
    member: 'arn' | 'id' | 'name' | 'lastRecordId',
  ): readonly ProvisionedProduct[] {
    let products = this.sorted.get(member);
    if (!products) {
      products = [...this.provisionedProducts.values()].sort((a, b) =>
        a[member] < b[member] ? -1 : 1,
      );
      this.sorted.set(member, products);
    }
    return products;
  }

  /** Adds a provisioned product, which holds its name from now on. */
  addProvisionedProduct(product: ProvisionedProduct): void {
    this.provisionedProducts.set(product.id, product);
    this.sorted.clear();
    this.idsByName.set(product.name, product.id);
  }

  /** Adds a record and, unless it has ended, puts it up for settlement. */
  addRecord(record: ProvisioningRecord): void {
    this.records.set(record.id, record);
    this.sorted.delete('lastRecordId');
    const ids = this.recordIdsByProduct.get(record.provisionedProductId) ?? [];
    ids.push(record.id);
    this.recordIdsByProduct.set(record.provisionedProductId, ids);
    if (!record.settled) {
      this.unsettled.add(record.id);
      this.nextDue = Math.min(this.nextDue, record.completesAt ?? Infinity);
    }
  }

  /** Records of one provisioned product, oldest first. */
  recordsOf(provisionedProductId: string): ProvisioningRecord[] {
    return (this.recordIdsByProduct.get(provisionedProductId) ?? []).map(
      id => this.records.get(id)!,
    );
  }

  /**
   * Applies, in order of time, the outcome of every record that has ended by now. Called before
   * anything is read, which makes statuses a function of the clock.
   *
   * @returns whether anything changed
   */
  settle(now: number): boolean {
    if (now < this.nextDue) {
      return false;
    }
    const open = [...this.unsettled].map(id => this.records.get(id)!);
    open
      .filter(
        ({ completesAt }) => completesAt !== undefined && completesAt <= now,
      )
      .sort((a, b) => a.completesAt! - b.completesAt!)
      .forEach(record => this.applyOutcome(record));
    this.nextDue = [...this.unsettled].reduce(
      (due, id) => Math.min(due, this.records.get(id)!.completesAt ?? Infinity),
      Infinity,
    );
    return true;
  }

  private applyOutcome(record: ProvisioningRecord): void {
    const { outcome } = record;
    record.settled = true;
    this.unsettled.delete(record.id);
    const product = this.provisionedProducts.get(record.provisionedProductId);
    if (!product) {
      return;
    }
    if (outcome.productStatus === 'removed') {
      this.provisionedProducts.delete(product.id);
      this.sorted.clear();
      this.idsByName.delete(product.name);
      return;
    }
    Object.assign(product, outcome.change);
    product.status = outcome.productStatus;
    product.statusMessage = outcome.statusMessage;
    if (
      outcome.status === 'SUCCEEDED' &&
      record.type !== 'TERMINATE_PROVISIONED_PRODUCT'
    ) {
      product.lastSuccessfulProvisioningRecordId = record.id;
    }
  }
}
