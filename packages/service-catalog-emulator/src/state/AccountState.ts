import { isDeepStrictEqual } from 'node:util';
import {
  Constraint,
  Portfolio,
  PrincipalAssociation,
  Product,
  ProductAssociation,
  ProvisionedProduct,
  ProvisionedProductPlan,
  ProvisioningArtifact,
  ProvisioningRecord,
  ServiceAction,
  ServiceActionAssociation,
  TagOption,
  TagOptionAssociation,
  TokenUse,
} from './entities';
import { BudgetAssociation, CopyOperation } from './copies';
import { Organization } from './Organization';
import { IndexedMap, ListIndex } from './indexes';
import { SharingData, SharingState } from './SharingState';

/** What an account can see of the world beyond itself. */
export interface Surroundings {
  /** The organisation, if there is one. */
  readonly organization: Organization | undefined;
  /** States of all accounts in a Region. */
  accountsIn(region: string): Iterable<AccountState>;
  /** What was made later than this is not seen yet; milliseconds since the epoch. */
  readonly seenUntil: number;
}

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
  plans: ProvisionedProductPlan[];
  serviceActions: ServiceAction[];
  serviceActionAssociations: ServiceActionAssociation[];
  tokens: TokenUse[];
  sharing: SharingData;
  copies: CopyOperation[];
  budgetAssociations: BudgetAssociation[];
}

/** Everything Service Catalog holds for one account in one Region. */
export class AccountState {
  readonly portfolios = new Map<string, Portfolio>();
  readonly products = new Map<string, Product>();
  readonly artifacts = new Map<string, ProvisioningArtifact>();
  /** Found by product as well. */
  readonly constraints = new IndexedMap<Constraint>(
    ({ productId }) => productId,
  );
  readonly tagOptions = new Map<string, TagOption>();
  readonly provisionedProducts = new Map<string, ProvisionedProduct>();
  readonly records = new Map<string, ProvisioningRecord>();
  readonly plans = new Map<string, ProvisionedProductPlan>();
  readonly serviceActions = new Map<string, ServiceAction>();
  readonly tokens = new Map<string, TokenUse>();
  productAssociations: ProductAssociation[] = [];
  principalAssociations: PrincipalAssociation[] = [];
  tagOptionAssociations: TagOptionAssociation[] = [];
  serviceActionAssociations: ServiceActionAssociation[] = [];

  budgetAssociations: BudgetAssociation[] = [];
  readonly copies = new Map<string, CopyOperation>();
  sharing = new SharingState();

  private readonly associationsByProduct = new ListIndex<ProductAssociation>(
    ({ productId }) => productId,
  );
  private readonly artifactsByProduct = new Map<
    string,
    ProvisioningArtifact[]
  >();
  private changedProducts = new Set<ProvisionedProduct>();
  private readonly idsByName = new Map<string, string>();
  private sorted = new Map<string, ProvisionedProduct[]>();
  private readonly recordIdsByProduct = new Map<string, string[]>();
  private readonly recordIdsByStack = new Map<string, string[]>();
  private readonly stackIdsByName = new Map<string, string>();
  private readonly unsettled = new Set<string>();
  private nextDue = Infinity;
  private changes = 0;

  constructor(
    readonly accountId: string,
    readonly region: string,
    readonly surroundings: Surroundings,
  ) {}

  /** Builds the state and its indexes from a snapshot. */
  static fromData(
    data: AccountStateData,
    surroundings: Surroundings,
  ): AccountState {
    const state = new AccountState(data.accountId, data.region, surroundings);
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
    state.budgetAssociations = data.budgetAssociations;
    state.sharing = SharingState.fromData(data.sharing);
    fill(state.copies, data.copies);
    data.tokens.forEach(use => state.tokens.set(use.key, use));
    data.provisionedProducts.forEach(product =>
      state.addProvisionedProduct(product),
    );
    data.records.forEach(record => {
      shareParts(record, state.provisionedProducts);
      state.addRecord(record);
    });
    fill(state.plans, data.plans);
    fill(state.serviceActions, data.serviceActions);
    state.serviceActionAssociations = data.serviceActionAssociations;
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
      plans: [...this.plans.values()],
      serviceActions: [...this.serviceActions.values()],
      serviceActionAssociations: this.serviceActionAssociations,
      tokens: [...this.tokens.values()],
      sharing: this.sharing.toData(),
      copies: [...this.copies.values()],
      budgetAssociations: this.budgetAssociations,
    };
  }

  /** Whether something made at that time is seen by now, as AWS is eventually consistent. */
  isSeen = ({ createdTime }: { createdTime: number }): boolean =>
    createdTime <= this.surroundings.seenUntil;

  /** The account's own portfolios that a product is in. */
  associationsOf(productId: string): readonly ProductAssociation[] {
    return this.associationsByProduct.find(this.productAssociations, productId);
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

  /** Notes that a provisioned product changes, for those who keep an index of its texts. */
  noteChange(product: ProvisionedProduct): void {
    this.changedProducts.add(product);
  }

  /** Provisioned products that are new or have changed since the last call. */
  takeChangedProducts(): Iterable<ProvisionedProduct> {
    const changed = this.changedProducts;
    this.changedProducts = new Set();
    return changed;
  }

  /** Adds a provisioned product, which holds its name from now on. */
  addProvisionedProduct(product: ProvisionedProduct): void {
    this.noteChange(product);
    this.provisionedProducts.set(product.id, product);
    this.sorted.clear();
    this.idsByName.set(product.name, product.id);
  }

  /** Adds a record and, unless it has ended, puts it up for settlement. */
  addRecord(record: ProvisioningRecord): void {
    this.records.set(record.id, record);
    this.changes += 1;
    this.sorted.delete('lastRecordId');
    const ids = this.recordIdsByProduct.get(record.provisionedProductId) ?? [];
    ids.push(record.id);
    this.recordIdsByProduct.set(record.provisionedProductId, ids);
    if (record.stack) {
      const { stackId } = record.stack;
      const ofStack = this.recordIdsByStack.get(stackId) ?? [];
      ofStack.push(record.id);
      this.recordIdsByStack.set(stackId, ofStack);
      this.stackIdsByName.set(stackId.split('/')[1], stackId);
    }
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

  /** Another number after every beginning and every end of a record. */
  get revision(): number {
    return this.changes;
  }

  /** ARNs of all stacks there ever were, oldest first. */
  stackIds(): string[] {
    return [...this.recordIdsByStack.keys()];
  }

  /** ARN of the stack with that name; a name is never used again. */
  stackIdNamed(name: string): string | undefined {
    return this.stackIdsByName.get(name);
  }

  /** Records that changed the stack, oldest first; they outlive the provisioned product. */
  recordsOfStack(stackId: string): ProvisioningRecord[] {
    return (this.recordIdsByStack.get(stackId) ?? []).map(
      id => this.records.get(id)!,
    );
  }

  /** The provisioned product that the stack belongs to, unless it was given up. */
  provisionedProductOfStack(stackId: string): ProvisionedProduct | undefined {
    const latest = this.recordsOfStack(stackId).at(-1);
    const product =
      latest && this.provisionedProducts.get(latest.provisionedProductId);
    return product?.stackId === stackId ? product : undefined;
  }

  /** Removes a provisioned product, its name and its plans. Its records stay. */
  removeProvisionedProduct(product: ProvisionedProduct): void {
    this.provisionedProducts.delete(product.id);
    this.sorted.clear();
    this.idsByName.delete(product.name);
    for (const plan of this.plans.values()) {
      if (plan.provisionedProductId === product.id) {
        this.plans.delete(plan.id);
      }
    }
  }

  /**
   * Applies, in order of time, the outcome of every record that has ended by now. Called before
   * anything is read, which makes statuses a function of the clock.
   *
   * @returns whether anything changed
   */
  settle(now: number): boolean {
    const copied = this.settleCopies(now);
    const changed = this.sharing.settle(now) || copied;
    if (now < this.nextDue) {
      return changed;
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

  private settleCopies(now: number): boolean {
    const due = [...this.copies.values()].filter(
      ({ settled, completesAt }) => !settled && completesAt <= now,
    );
    for (const copy of due) {
      copy.settled = true;
      if (copy.product) {
        this.products.set(copy.product.id, copy.product);
      }
      // Without its product there is nothing to add versions to.
      if (this.products.has(copy.targetProductId)) {
        copy.artifacts.forEach(artifact => this.addArtifact(artifact));
      }
    }
    return due.length > 0;
  }

  private applyOutcome(record: ProvisioningRecord): void {
    const { outcome } = record;
    record.settled = true;
    this.changes += 1;
    this.unsettled.delete(record.id);
    const product = this.provisionedProducts.get(record.provisionedProductId);
    if (!product) {
      return;
    }
    if (outcome.productStatus === 'removed') {
      this.removeProvisionedProduct(product);
      return;
    }
    Object.assign(product, outcome.change);
    this.noteChange(product);
    // Applied once; a copy of it in every record would double what there is to keep.
    outcome.change = {};
    product.status = outcome.productStatus;
    product.statusMessage = outcome.statusMessage;
    if (outcome.status === 'SUCCEEDED' && isProvisioning(record)) {
      product.lastSuccessfulProvisioningRecordId = record.id;
    }
  }
}

/** Whether the record is about what is provisioned, and not about its end or its surroundings. */
export function isProvisioning({ type }: ProvisioningRecord): boolean {
  return (
    type === 'PROVISION_PRODUCT' ||
    type === 'UPDATE_PROVISIONED_PRODUCT' ||
    type === 'IMPORT_PROVISIONED_PRODUCT'
  );
}

/**
 * Lets a record and its provisioned product hold what both have only once, as they do until a
 * snapshot is written.
 */
function shareParts(
  { stack, outcome, provisionedProductId }: ProvisioningRecord,
  provisionedProducts: ReadonlyMap<string, ProvisionedProduct>,
): void {
  const product = provisionedProducts.get(provisionedProductId);
  if (!product) {
    return;
  }
  if (isDeepStrictEqual(outcome.outputs, product.outputs)) {
    outcome.outputs = product.outputs;
  }
  if (stack && isDeepStrictEqual(stack.resources, product.resources)) {
    stack.resources = product.resources;
  }
  if (stack && isDeepStrictEqual(stack.parameters, product.parameters)) {
    stack.parameters = product.parameters;
  }
}
