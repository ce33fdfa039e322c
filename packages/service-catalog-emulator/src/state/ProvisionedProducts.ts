import { ProvisionedProduct } from './entities';
import { SortedList } from './SortedList';

/** The members by which provisioned products can be listed in order. */
export const SORT_MEMBERS = ['arn', 'id', 'name', 'lastRecordId'] as const;

/** One of {@link SORT_MEMBERS}. */
export type SortMember = (typeof SORT_MEMBERS)[number];

/** What of a provisioned product may change. Its identity stays. */
export type ProvisionedProductPatch = Partial<
  Omit<ProvisionedProduct, 'id' | 'name' | 'arn' | 'createdTime'>
>;

/**
 * The provisioned products of an account. Their members are read-only: they change by
 * {@link ProvisionedProducts.change} alone, so that what is derived from them is never outdated.
 */
export class ProvisionedProducts {
  private readonly byId = new Map<string, ProvisionedProduct>();
  private readonly idsByName = new Map<string, string>();
  private readonly sortedBy = new Map<
    SortMember,
    SortedList<ProvisionedProduct>
  >();
  private changed = new Set<ProvisionedProduct>();

  /** How many there are. */
  get size(): number {
    return this.byId.size;
  }

  /** The one with that id. */
  get(id: string): ProvisionedProduct | undefined {
    return this.byId.get(id);
  }

  /** Whether it is one of them. */
  has(product: ProvisionedProduct): boolean {
    return this.byId.get(product.id) === product;
  }

  /** The one that holds the name, whatever its status. */
  named(name: string): ProvisionedProduct | undefined {
    const id = this.idsByName.get(name);
    return id === undefined ? undefined : this.byId.get(id);
  }

  /** All of them, oldest first. */
  values(): Iterable<ProvisionedProduct> {
    return this.byId.values();
  }

  /** All of them in order of a member, in which they are kept from the first time on. */
  sorted(member: SortMember): readonly ProvisionedProduct[] {
    let list = this.sortedBy.get(member);
    if (!list) {
      list = new SortedList(this.byId.values(), product => product[member]);
      this.sortedBy.set(member, list);
    }
    return list.items;
  }

  /** Adds one, which holds its name from now on. */
  add(product: ProvisionedProduct): void {
    this.changed.add(product);
    this.byId.set(product.id, product);
    this.sortedBy.forEach(list => list.add(product));
    this.idsByName.set(product.name, product.id);
  }

  /** Changes one. */
  change(product: ProvisionedProduct, patch: ProvisionedProductPatch): void {
    const byRecord =
      'lastRecordId' in patch && this.has(product)
        ? this.sortedBy.get('lastRecordId')
        : undefined;
    byRecord?.remove(product);
    Object.assign(product, patch);
    byRecord?.add(product);
    this.changed.add(product);
  }

  /** Removes one; its name is free again. */
  remove(product: ProvisionedProduct): void {
    this.byId.delete(product.id);
    this.sortedBy.forEach(list => list.remove(product));
    this.idsByName.delete(product.name);
  }

  /** Those that are new or have changed since the last call. */
  takeChanged(): Iterable<ProvisionedProduct> {
    const changed = this.changed;
    this.changed = new Set();
    return changed;
  }
}
