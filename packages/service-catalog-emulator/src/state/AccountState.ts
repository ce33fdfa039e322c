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
  StackChange,
  TagOption,
  TagOptionAssociation,
  TokenUse,
} from './entities';
import { BudgetAssociation, CopyOperation } from './copies';
import { Organization } from './Organization';
import { IndexedMap, ListIndex } from './indexes';
import { ProvisionedProducts } from './ProvisionedProducts';
import { isProvisioning, Records } from './Records';
import { shareParts } from './shareParts';
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
  /** Stacks made without Service Catalog. */
  stacks: StackChange[];
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
  /** Found by product as well, oldest first. */
  readonly artifacts = new IndexedMap<ProvisioningArtifact>(
    ({ productId }) => productId,
  );
  /** Found by product as well. */
  readonly constraints = new IndexedMap<Constraint>(
    ({ productId }) => productId,
  );
  readonly tagOptions = new Map<string, TagOption>();
  readonly provisionedProducts = new ProvisionedProducts();
  readonly records = new Records();
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
    fill(state.artifacts, data.artifacts);
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
      state.provisionedProducts.add(product),
    );
    data.stacks.forEach(stack => state.records.addStack(stack));
    data.records.forEach(record => {
      if (record.settled) {
        shareParts(
          record,
          state.provisionedProducts.get(record.provisionedProductId),
        );
      }
      state.records.add(record);
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
      stacks: [...this.records.stacks()],
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

  /** {@link isSeen} as tests for a list: none where everything is seen at once. */
  seen(): ((item: { createdTime: number }) => boolean)[] {
    return this.surroundings.seenUntil === Infinity ? [] : [this.isSeen];
  }

  /** The account's own portfolios that a product is in. */
  associationsOf(productId: string): readonly ProductAssociation[] {
    return this.associationsByProduct.find(this.productAssociations, productId);
  }

  /** The provisioned product that the stack belongs to, unless it was given up. */
  provisionedProductOfStack(stackId: string): ProvisionedProduct | undefined {
    const latest = this.records.ofStack(stackId).at(-1);
    const product =
      latest && this.provisionedProducts.get(latest.provisionedProductId ?? '');
    return product?.stackId === stackId ? product : undefined;
  }

  /** Removes a provisioned product, its name and its plans. Its records stay. */
  removeProvisionedProduct(product: ProvisionedProduct): void {
    this.provisionedProducts.remove(product);
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
    const results = [
      this.settleCopies(now),
      this.sharing.settle(now),
      this.records.settle(now, record => this.applyOutcome(record)),
    ];
    return results.includes(true);
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
        copy.artifacts.forEach(artifact =>
          this.artifacts.set(artifact.id, artifact),
        );
      }
    }
    return due.length > 0;
  }

  private applyOutcome(record: ProvisioningRecord): void {
    const { productStatus, ...outcome } = record.outcome;
    const product = this.provisionedProducts.get(record.provisionedProductId);
    if (product && productStatus === 'removed') {
      this.removeProvisionedProduct(product);
    }
    if (product && productStatus !== 'removed') {
      this.provisionedProducts.change(product, {
        ...outcome.change,
        status: productStatus,
        statusMessage: outcome.statusMessage,
        ...(outcome.status === 'SUCCEEDED' &&
          isProvisioning(record) && {
            lastSuccessfulProvisioningRecordId: record.id,
          }),
      });
    }
    shareParts(record, product);
  }
}
