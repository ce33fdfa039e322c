import { OneOrMany } from '../state/indexes';
import { Attribute, CostIndex } from './CostIndex';
import { LineItem } from './lineItems';

/**
 * Numbers of the line items that are told together. What they have in common, any of them tells: there may be
 * very many groups, of which few are shown.
 */
export type CostGroup = OneOrMany<number>;

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
): CostGroup[] {
  if (!first) {
    return withMatches(index, [index.all()], matches);
  }
  if (!second) {
    return groupsBy(index, first, matches);
  }
  // What has more values is there in order already, so that only few are left to sort.
  return index.valuesOf(first) >= index.valuesOf(second)
    ? groupsBy(index, first, matches).flatMap(group =>
        split(index, group, second),
      )
    : groupBySecond(index, [first, second], matches);
}

function groupBySecond(
  index: CostIndex,
  [first, second]: [Attribute, Attribute],
  matches: Test,
): CostGroup[] {
  const byFirst = new Map<string, CostGroup[]>();
  for (const group of groupsBy(index, second, matches)) {
    for (const part of split(index, group, first)) {
      const value = index.valueOf(first, anyOf(part));
      const groups = byFirst.get(value);
      if (groups) {
        groups.push(part);
      } else {
        byFirst.set(value, [part]);
      }
    }
  }
  return [...byFirst.keys()].sort().flatMap(value => byFirst.get(value)!);
}

/** Any line item of a group. */
export function anyOf(group: CostGroup): number {
  return Array.isArray(group) ? group[0] : group;
}

/** What matches, by an attribute and in order of it. */
function groupsBy(index: CostIndex, by: Attribute, matches: Test): CostGroup[] {
  return withMatches(
    index,
    index.inOrder(by).map(({ items }) => items),
    matches,
  );
}

/** The groups with only what matches. */
function withMatches(
  index: CostIndex,
  groups: CostGroup[],
  matches: Test,
): CostGroup[] {
  const test = (item: number) => !matches || matches(index.table.get(item));
  const result: CostGroup[] = [];
  for (const group of groups) {
    if (!Array.isArray(group)) {
      if (test(group)) {
        result.push(group);
      }
    } else {
      const left = matches ? group.filter(test) : group;
      if (left.length > 0) {
        result.push(left);
      }
    }
  }
  return result;
}

/** Parts of a group by an attribute, in order of its values. */
function split(index: CostIndex, group: CostGroup, by: Attribute): CostGroup[] {
  if (!Array.isArray(group)) {
    return [group];
  }
  const parts = new Map<string, number[]>();
  for (const item of group) {
    const value = index.valueOf(by, item);
    const part = parts.get(value);
    if (part) {
      part.push(item);
    } else {
      parts.set(value, [item]);
    }
  }
  return [...parts.keys()].sort().map(value => parts.get(value)!);
}
