import { AccountState } from '../state/AccountState';
import { SortedList } from '../state/SortedList';
import { World } from '../state/World';
import { LineItem, lineItemsOf } from './lineItems';

/** What is told together. */
export interface CostGroup {
  id: string;
  /** One for each definition that the query groups by. */
  keys: string[];
  /** By the stack that they are of. */
  items: Map<string, LineItem[]>;
}

/** Which line items a query is about, and how it groups them. */
export interface Grouping {
  /** Equal for groupings that do the same. */
  id: string;
  matches: (item: LineItem) => boolean;
  keysOf: (item: LineItem) => string[];
}

/** From so many changes on it is faster to sort anew than to keep the order. */
const MANY_CHANGES = 1000;

/** How many groupings are kept up to date: clients ask the same things again and again. */
const MAX_GROUPINGS = 4;

/** The line items of all accounts in groups. Only stacks that have changed are looked at again. */
export class CostGroups {
  private readonly byId = new Map<string, CostGroup>();
  private readonly groupsOfStack = new Map<string, Set<CostGroup>>();
  private readonly revisions = new Map<AccountState, number>();
  private sorted: SortedList<CostGroup> | undefined;

  constructor(private readonly grouping: Grouping) {}

  /** The groups in order of their keys. */
  get inOrder(): readonly CostGroup[] {
    this.sorted ??= new SortedList(this.byId.values(), ({ id }) => id);
    return this.sorted.items;
  }

  /** Looks at the stacks that have changed since the last time. */
  update(world: World): void {
    for (const state of world.states()) {
      const changed = state.records.stacksChangedSince(
        this.revisions.get(state) ?? 0,
      );
      this.revisions.set(state, state.records.revision);
      if (changed.size > MANY_CHANGES) {
        this.sorted = undefined;
      }
      for (const stackId of changed) {
        this.remove(stackId);
        for (const item of lineItemsOf(state, stackId)) {
          if (this.grouping.matches(item)) {
            this.add(stackId, item);
          }
        }
      }
    }
  }

  private add(stackId: string, item: LineItem): void {
    const keys = this.grouping.keysOf(item);
    const id = keys.join('\n');
    let group = this.byId.get(id);
    if (!group) {
      group = { id, keys, items: new Map() };
      this.byId.set(id, group);
      this.sorted?.add(group);
    }
    const items = group.items.get(stackId);
    if (items) {
      items.push(item);
      return;
    }
    group.items.set(stackId, [item]);
    const groups = this.groupsOfStack.get(stackId);
    if (groups) {
      groups.add(group);
    } else {
      this.groupsOfStack.set(stackId, new Set([group]));
    }
  }

  private remove(stackId: string): void {
    for (const group of this.groupsOfStack.get(stackId) ?? []) {
      group.items.delete(stackId);
      if (group.items.size === 0) {
        this.byId.delete(group.id);
        this.sorted?.remove(group);
      }
    }
    this.groupsOfStack.delete(stackId);
  }
}

const known = new WeakMap<World, Map<string, CostGroups>>();

/** The groups as they are by now. */
export function costGroups(world: World, grouping: Grouping): CostGroups {
  const ofWorld = known.get(world) ?? new Map<string, CostGroups>();
  known.set(world, ofWorld);
  const groups = ofWorld.get(grouping.id) ?? new CostGroups(grouping);
  // The one used last comes last.
  ofWorld.delete(grouping.id);
  ofWorld.set(grouping.id, groups);
  if (ofWorld.size > MAX_GROUPINGS) {
    ofWorld.delete([...ofWorld.keys()][0]);
  }
  groups.update(world);
  return groups;
}
