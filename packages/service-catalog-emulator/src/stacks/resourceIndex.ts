import { AccountState } from '../state/AccountState';
import { ListMap } from '../state/indexes';

/** Finds stacks by the physical ids of resources that they have, or once had. */
export class ResourceIndex {
  private readonly stackIds = new ListMap<string>();
  private revision = 0;

  /** ARNs of stacks that may have the resource. */
  find(physicalId: string): readonly string[] {
    return this.stackIds.get(physicalId);
  }

  /** Adds what the account's stacks have made since the last time. */
  update({ records }: AccountState): void {
    for (const stackId of records.stacksChangedSince(this.revision)) {
      for (const { stack } of records.ofStack(stackId)) {
        stack.resources.forEach(resource =>
          this.add(resource.physicalId, stackId),
        );
      }
    }
    this.revision = records.revision;
  }

  private add(physicalId: string, stackId: string): void {
    if (!this.stackIds.get(physicalId).includes(stackId)) {
      this.stackIds.add(physicalId, stackId);
    }
  }
}

const indexes = new WeakMap<AccountState, ResourceIndex>();

/** Index of the resources of an account's stacks, brought up to date. */
export function resourceIndexOf(state: AccountState): ResourceIndex {
  const index = indexes.get(state) ?? new ResourceIndex();
  indexes.set(state, index);
  index.update(state);
  return index;
}
