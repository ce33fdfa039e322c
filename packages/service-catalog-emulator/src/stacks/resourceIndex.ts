import { AccountState } from '../state/AccountState';

/** Finds stacks by the physical ids of resources that they have, or once had. */
class ResourceIndex {
  private readonly stackIds = new Map<string, string[]>();
  private revision = 0;

  /** ARNs of stacks that may have the resource. */
  find(state: AccountState, physicalId: string): readonly string[] {
    const { records } = state;
    for (const stackId of records.stacksChangedSince(this.revision)) {
      for (const { stack } of records.ofStack(stackId)) {
        stack?.resources.forEach(resource =>
          this.add(resource.physicalId, stackId),
        );
      }
    }
    this.revision = records.revision;
    return this.stackIds.get(physicalId) ?? [];
  }

  private add(physicalId: string, stackId: string): void {
    const known = this.stackIds.get(physicalId);
    if (!known) {
      this.stackIds.set(physicalId, [stackId]);
    } else if (!known.includes(stackId)) {
      known.push(stackId);
    }
  }
}

const indexes = new WeakMap<AccountState, ResourceIndex>();

/** ARNs of the account's stacks that may have a resource: what they made may be gone by now. */
export function stacksWithResource(
  state: AccountState,
  physicalId: string,
): readonly string[] {
  const index = indexes.get(state) ?? new ResourceIndex();
  indexes.set(state, index);
  return index.find(state, physicalId);
}
