/**
 * A list that nearly always has one item: that is kept without a list around it, which at a large size makes a
 * difference.
 */
export type OneOrMany<T extends string | number | object> = T | T[];

/** The list that it stands for. */
export function listOf<T extends string | number | object>(
  items: OneOrMany<T>,
): T[] {
  return Array.isArray(items) ? items : [items];
}

/** The same with another item. */
export function withItem<T extends string | number | object>(
  items: OneOrMany<T>,
  item: T,
): OneOrMany<T> {
  if (!Array.isArray(items)) {
    return [items, item];
  }
  items.push(item);
  return items;
}

/** Lists by key, nearly all of which have one item. */
export class ListMap<T extends string | number | object> {
  private readonly lists = new Map<string, OneOrMany<T>>();

  /** The list, oldest first; to be read before it changes again. */
  get(key: string): readonly T[] {
    const items = this.lists.get(key);
    return items === undefined ? [] : listOf(items);
  }

  /** Keys of all lists, oldest first. */
  keys(): Iterable<string> {
    return this.lists.keys();
  }

  /** All lists, oldest first. */
  *values(): Iterable<readonly T[]> {
    for (const items of this.lists.values()) {
      yield listOf(items);
    }
  }

  /** Adds an item to a list. */
  add(key: string, item: T): void {
    const items = this.lists.get(key);
    this.lists.set(key, items === undefined ? item : withItem(items, item));
  }

  /** Exchanges a list. */
  set(key: string, items: T[]): void {
    this.lists.set(key, items.length === 1 ? items[0] : items);
  }
}

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
