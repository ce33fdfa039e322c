import { OneOrMany } from '../state/indexes';
import { Attribute, CostIndex, ItemsOfValue, valueOf } from './CostIndex';
import { LineItem } from './lineItems';

/** What is told together. */
export interface CostGroup {
  /** Of the first attribute that is grouped by. */
  value: string;
  /** Of the second one. */
  second?: string;
  items: OneOrMany<LineItem>;
}

/** Tells what a query is about; absent: everything. */
export type Test = ((item: LineItem) => boolean) | undefined;

/**
 * Groups the line items that match.
 *
 * @param by - two attributes at most
 * @returns groups that have line items, in order of their values
 */
export function groupCosts(
  index: CostIndex,
  [first, second]: Attribute[],
  matches: Test,
): readonly CostGroup[] {
  if (!first) {
    const items = index.all(matches ?? (() => true));
    return items.length > 0 ? [{ value: '', items }] : [];
  }
  if (!second) {
    return matching(index.inOrder(first), matches);
  }
  // What has more values is there in order already, so that only few are left to sort.
  return index.valuesOf(first) >= index.valuesOf(second)
    ? matching(index.inOrder(first), matches).flatMap(({ value, items }) =>
        split(items, second).map(part => ({
          value,
          second: part.value,
          items: part.items,
        })),
      )
    : groupBySecond(index, [first, second], matches);
}

function groupBySecond(
  index: CostIndex,
  [first, second]: [Attribute, Attribute],
  matches: Test,
): CostGroup[] {
  const byFirst = new Map<string, CostGroup[]>();
  const add = (group: CostGroup) => {
    const groups = byFirst.get(group.value);
    if (groups) {
      groups.push(group);
    } else {
      byFirst.set(group.value, [group]);
    }
  };
  for (const { value, items } of matching(index.inOrder(second), matches)) {
    for (const part of split(items, first)) {
      add({ value: part.value, second: value, items: part.items });
    }
  }
  return [...byFirst.keys()].sort().flatMap(value => byFirst.get(value)!);
}

/** What is left with only those that match. */
function matching(
  all: readonly ItemsOfValue[],
  matches: Test,
): readonly ItemsOfValue[] {
  if (!matches) {
    return all;
  }
  const result: ItemsOfValue[] = [];
  for (const one of all) {
    const { value, items } = one;
    if (!Array.isArray(items)) {
      if (matches(items)) {
        result.push(one);
      }
    } else {
      const left = items.filter(matches);
      if (left.length > 0) {
        result.push({ value, items: left });
      }
    }
  }
  return result;
}

/** Parts of the line items by an attribute, in order of its values. */
function split(items: OneOrMany<LineItem>, by: Attribute): ItemsOfValue[] {
  if (!Array.isArray(items)) {
    return [{ value: valueOf(by, items) ?? '', items }];
  }
  const parts = new Map<string, LineItem[]>();
  for (const item of items) {
    const value = valueOf(by, item) ?? '';
    const part = parts.get(value);
    if (part) {
      part.push(item);
    } else {
      parts.set(value, [item]);
    }
  }
  return [...parts.keys()]
    .sort()
    .map(value => ({ value, items: parts.get(value)! }));
}
