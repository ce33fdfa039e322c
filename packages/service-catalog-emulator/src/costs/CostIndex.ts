import { AccountState } from '../state/AccountState';
import { ListMap, listOf, OneOrMany, withItem } from '../state/indexes';
import { SortedList } from '../state/SortedList';
import { World } from '../state/World';
import { LineItem, lineItemsOf } from './lineItems';
import { LineItemTable } from './LineItemTable';

/** The dimensions that line items have. */
export const DIMENSIONS = ['SERVICE', 'REGION', 'LINKED_ACCOUNT'] as const;

/** One of {@link DIMENSIONS}. */
export type Dimension = (typeof DIMENSIONS)[number];

/** What line items can be grouped by. */
export type Attribute = { dimension: Dimension } | { tag: string };

/** What a line item has of an attribute; `undefined` when it has no such tag. */
function valueOf(attribute: Attribute, item: LineItem): string | undefined {
  if ('tag' in attribute) {
    return item.tag(attribute.tag);
  }
  switch (attribute.dimension) {
    case 'SERVICE':
      return item.service;
    case 'REGION':
      return item.region;
    default:
      return item.accountId;
  }
}

/** The line items that have the same of an attribute. */
export interface ItemsOfValue {
  value: string;
  /** Numbers of the line items. */
  items: OneOrMany<number>;
}

/** Up to so many line items are searched for one by one to take them out of a list. */
const FEW = 10;

/** The line items that have an attribute, by its values. */
class Values {
  private readonly byValue = new Map<string, ItemsOfValue>();
  private readonly sorted = new SortedList<ItemsOfValue>(
    [],
    ({ value }) => value,
  );
  private added: ItemsOfValue[] = [];
  private readonly outdated = new Map<ItemsOfValue, number[]>();
  /** How many line items there are. */
  count = 0;

  add(value: string, item: number): void {
    this.count += 1;
    const known = this.byValue.get(value);
    if (known) {
      known.items = withItem(known.items, item);
    } else {
      const added = { value, items: item };
      this.byValue.set(value, added);
      this.added.push(added);
    }
  }

  /** Takes a line item out, as soon as all changes are known: a value may have very many. */
  remove(value: string, item: number): void {
    this.count -= 1;
    const from = this.byValue.get(value)!;
    const outdated = this.outdated.get(from);
    if (outdated) {
      outdated.push(item);
    } else {
      this.outdated.set(from, [item]);
    }
  }

  /** Brings new values in order and takes out what is outdated. */
  tidy(): void {
    this.sorted.addAll(this.added);
    this.added = [];
    for (const [from, outdated] of this.outdated) {
      from.items = without(listOf(from.items), outdated);
      if (from.items.length === 0) {
        this.byValue.delete(from.value);
        this.sorted.remove(from);
      }
    }
    this.outdated.clear();
  }

  get inOrder(): readonly ItemsOfValue[] {
    return this.sorted.items;
  }
}

function without(items: number[], outdated: number[]): number[] {
  if (outdated.length > FEW) {
    const gone = new Set(outdated);
    return items.filter(item => !gone.has(item));
  }
  for (const item of outdated) {
    items.splice(items.indexOf(item), 1);
  }
  return items;
}

/**
 * The line items of all accounts, by each of their attributes and in order of its values. Only stacks
 * that have changed are looked at again.
 */
export class CostIndex {
  /** What the numbers of line items stand for. */
  readonly table = new LineItemTable();
  private readonly byStack = new ListMap<number>();
  private readonly dimensions = new Map(
    DIMENSIONS.map(name => [name, new Values()]),
  );
  private readonly tags = new Map<string, Values>();
  private readonly revisions = new Map<AccountState, number>();
  private count = 0;

  /** Looks at the stacks that have changed since the last time. */
  update(world: World): void {
    const outdated: number[] = [];
    for (const state of world.states()) {
      const { records } = state;
      const changed = records.stacksChangedSince(
        this.revisions.get(state) ?? 0,
      );
      this.revisions.set(state, records.revision);
      for (const stackId of changed) {
        outdated.push(...this.byStack.get(stackId));
        this.replace(stackId, lineItemsOf(state, stackId, world.texts));
      }
    }
    this.dimensions.forEach(values => values.tidy());
    this.tags.forEach(values => values.tidy());
    this.table.removeAll(outdated);
  }

  /** All of them. */
  all(): number[] {
    return this.inOrder({ dimension: 'SERVICE' }).flatMap(({ items }) => items);
  }

  /** What a line item has of an attribute; empty when it has no such tag. */
  valueOf(attribute: Attribute, item: number): string {
    return valueOf(attribute, this.table.get(item)) ?? '';
  }

  /** How many values there are of an attribute. */
  valuesOf(attribute: Attribute): number {
    return this.values(attribute)?.inOrder.length ?? 0;
  }

  /**
   * All of them by what they have of an attribute, in order of that. What has no such tag comes first, as if
   * the tag were empty.
   */
  inOrder(attribute: Attribute): readonly ItemsOfValue[] {
    const values = this.values(attribute);
    if (values?.count === this.count) {
      return values.inOrder;
    }
    if (!values || values.count === 0) {
      return [{ value: '', items: this.all() }];
    }
    return [
      {
        value: '',
        items: this.all().filter(item => !this.valueOf(attribute, item)),
      },
      ...values.inOrder.filter(({ value }) => value !== ''),
    ];
  }

  private replace(stackId: string, items: LineItem[]): void {
    for (const number of this.byStack.get(stackId)) {
      this.count -= 1;
      for (const { values, value } of this.entriesOf(this.table.get(number))) {
        values.remove(value, number);
      }
    }
    const numbers = items.map(item => this.table.add(item));
    this.byStack.set(stackId, numbers);
    for (const number of numbers) {
      this.count += 1;
      for (const { values, value } of this.entriesOf(this.table.get(number))) {
        values.add(value, number);
      }
    }
  }

  /** Everything that a line item is found by. */
  private *entriesOf(
    item: LineItem,
  ): Iterable<{ values: Values; value: string }> {
    for (const [dimension, values] of this.dimensions) {
      yield { values, value: valueOf({ dimension }, item)! };
    }
    for (const key of item.tagKeys()) {
      const value = item.tag(key);
      if (value !== undefined) {
        const values = this.tags.get(key) ?? new Values();
        this.tags.set(key, values);
        yield { values, value };
      }
    }
  }

  private values(attribute: Attribute): Values | undefined {
    return 'tag' in attribute
      ? this.tags.get(attribute.tag)
      : this.dimensions.get(attribute.dimension);
  }
}

const indexes = new WeakMap<World, CostIndex>();

/** Index of everything that costs something, brought up to date. */
export function costIndexOf(world: World): CostIndex {
  const index = indexes.get(world) ?? new CostIndex();
  indexes.set(world, index);
  index.update(world);
  return index;
}
