/** A map by id that also finds its items by another key, in the order in which they were added. */
export class IndexedMap<T> extends Map<string, T> {
  private readonly byKey = new Map<string, Map<string, T>>();

  constructor(private readonly keyOf: (item: T) => string) {
    super();
  }

  override set(id: string, item: T): this {
    const key = this.keyOf(item);
    const items = this.byKey.get(key) ?? new Map<string, T>();
    items.set(id, item);
    this.byKey.set(key, items);
    return super.set(id, item);
  }

  override delete(id: string): boolean {
    const item = this.get(id);
    if (item !== undefined) {
      this.byKey.get(this.keyOf(item))?.delete(id);
    }
    return super.delete(id);
  }

  /** The items with that key. The key of an item never changes. */
  withKey(key: string): T[] {
    return [...(this.byKey.get(key)?.values() ?? [])];
  }
}

/** Finds items of a list by a key. Follows a list that grows, and one that is replaced. */
export class ListIndex<T> {
  private list: readonly T[] = [];
  private count = 0;
  private byKey = new Map<string, T[]>();

  constructor(private readonly keyOf: (item: T) => string) {}

  /** The items of the list with that key, in its order. */
  find(list: readonly T[], key: string): readonly T[] {
    if (list !== this.list || list.length < this.count) {
      this.list = list;
      this.count = 0;
      this.byKey = new Map();
    }
    for (; this.count < list.length; this.count++) {
      const item = list[this.count];
      const itemKey = this.keyOf(item);
      const items = this.byKey.get(itemKey);
      if (items) {
        items.push(item);
      } else {
        this.byKey.set(itemKey, [item]);
      }
    }
    return this.byKey.get(key) ?? [];
  }
}
