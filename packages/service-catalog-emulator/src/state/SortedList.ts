/** From so many new items on it is faster to sort all than to search a place for each. */
const MANY = 100;

/**
 * A list that stays in the order of a key, which no two of its items share. Adding and removing one
 * costs a search and a move of memory, however many there are.
 */
export class SortedList<T> {
  private readonly sorted: T[];

  constructor(items: Iterable<T>, private readonly keyOf: (item: T) => string) {
    this.sorted = [...items];
    this.sort();
  }

  /** The items in order; to be read before the list changes again. */
  get items(): readonly T[] {
    return this.sorted;
  }

  /** Adds an item where it belongs. */
  add(item: T): void {
    this.sorted.splice(this.indexOf(this.keyOf(item)), 0, item);
  }

  /** Adds items where they belong. */
  addAll(items: readonly T[]): void {
    if (items.length < MANY) {
      items.forEach(item => this.add(item));
    } else {
      for (const item of items) {
        this.sorted.push(item);
      }
      this.sort();
    }
  }

  /** Removes the item that has the same key, if there is one. */
  remove(item: T): void {
    const key = this.keyOf(item);
    const index = this.indexOf(key);
    if (index < this.sorted.length && this.keyOf(this.sorted[index]) === key) {
      this.sorted.splice(index, 1);
    }
  }

  private sort(): void {
    const { keyOf } = this;
    this.sorted.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  /** Index of the first item whose key does not come before this one. */
  private indexOf(key: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.keyOf(this.sorted[middle]) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
