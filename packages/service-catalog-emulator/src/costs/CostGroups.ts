import { AccountState } from '../state/AccountState';
import { SortedList } from '../state/SortedList';
import { World } from '../state/World';
import { LineItem, lineItemsOf } from './lineItems';

/** What is told together. */
export interface CostGroup {
  id: string;
  /** One for each definition that the query groups by. */
  keys: string[];
  items: LineItem[];
}

/** Which line items a query is about, and how it groups them. */
export interface Grouping {
  /** Equal for groupings that do the same. */
  id: string;
  matches: (item: LineItem) => boolean;
  keysOf: (item: LineItem) => string[];
}

/** From so many changes on it is faster to group anew. */
const MANY_CHANGES = 100;

/** How many groupings are kept up to date: clients ask the same things again and again. */
const MAX_GROUPINGS = 4;

/** The line items of all accounts in groups. Only stacks that have changed are looked at again. */
export class CostGroups {
  private readonly byId = new Map<string, CostGroup>();
  private readonly groupsOfStack = new Map<string, CostGroup[]>();
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
      if (changed.size > MANY_CHANGES) {
        this.groupAnew(world);
        return;
      }
      this.revisions.set(state, state.records.revision);
      for (const stackId of changed) {
        this.remove(stackId);
        this.addStack(state, stackId);
      }
    }
  }

  private groupAnew(world: World): void {
    this.sorted = undefined;
    this.byId.clear();
    this.groupsOfStack.clear();
    for (const state of world.states()) {
      this.revisions.set(state, state.records.revision);
      state.records.stackIds().forEach(id => this.addStack(state, id));
    }
  }

  private addStack(state: AccountState, stackId: string): void {
    const groups: CostGroup[] = [];
    for (const item of lineItemsOf(state, stackId)) {
      if (this.grouping.matches(item)) {
        const group = this.groupOf(item);
        group.items.push(item);
        if (!groups.includes(group)) {
          groups.push(group);
        }
      }
    }
    if (groups.length > 0) {
      this.groupsOfStack.set(stackId, groups);
    }
  }

  private groupOf(item: LineItem): CostGroup {
    const keys = this.grouping.keysOf(item);
    const id = keys.join('\n');
    let group = this.byId.get(id);
    if (!group) {
      group = { id, keys, items: [] };
      this.byId.set(id, group);
      this.sorted?.add(group);
    }
    return group;
  }

  private remove(stackId: string): void {
    for (const group of this.groupsOfStack.get(stackId) ?? []) {
      group.items = group.items.filter(item => item.stackId !== stackId);
      if (group.items.length === 0) {
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
