import { OneOrMany } from '../state/indexes';
import { Attribute, CostIndex, ItemsOfValue } from './CostIndex';
import { LineItem } from './lineItems';

/** What is told together. */
export interface CostGroup {
  /** Of the first attribute that is grouped by. */
  value: string;
  /** Of the second one. */
  second?: string;
  /** Numbers of the line items. */
  items: OneOrMany<number>;
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
    const items = index.all().filter(testOf(index, matches));
    return items.length > 0 ? [{ value: '', items }] : [];
  }
  if (!second) {
    return matching(index, first, matches);
  }
  // What has more values is there in order already, so that only few are left to sort.
  return index.valuesOf(first) >= index.valuesOf(second)
    ? matching(index, first, matches).flatMap(({ value, items }) =>
        split(index, items, second).map(part => ({
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
  for (const { value, items } of matching(index, second, matches)) {
    for (const part of split(index, items, first)) {
      add({ value: part.value, second: value, items: part.items });
    }
  }
  return [...byFirst.keys()].sort().flatMap(value => byFirst.get(value)!);
}

function testOf(index: CostIndex, matches: Test): (item: number) => boolean {
  return matches ? item => matches(index.table.get(item)) : () => true;
}

/** What matches, by an attribute and in order of it. */
function matching(
  index: CostIndex,
  by: Attribute,
  matches: Test,
): readonly ItemsOfValue[] {
  const all = index.inOrder(by);
  if (!matches) {
    return all;
  }
  const test = testOf(index, matches);
  const result: ItemsOfValue[] = [];
  for (const one of all) {
    const { value, items } = one;
    if (!Array.isArray(items)) {
      if (test(items)) {
        result.push(one);
      }
    } else {
      const left = items.filter(test);
      if (left.length > 0) {
        result.push({ value, items: left });
      }
    }
  }
  return result;
}

/** Parts of the line items by an attribute, in order of its values. */
function split(
  index: CostIndex,
  items: OneOrMany<number>,
  by: Attribute,
): ItemsOfValue[] {
  if (!Array.isArray(items)) {
    return [{ value: index.valueOf(by, items), items }];
  }
  const parts = new Map<string, number[]>();
  for (const item of items) {
    const value = index.valueOf(by, item);
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
