import { ProvisioningRecord, StackChange } from './entities';
import { ListMap } from './indexes';

/** Whether the record is about what is provisioned, and not about its end or its surroundings. */
export function isProvisioning({ type }: ProvisioningRecord): boolean {
  return (
    type === 'PROVISION_PRODUCT' ||
    type === 'UPDATE_PROVISIONED_PRODUCT' ||
    type === 'IMPORT_PROVISIONED_PRODUCT'
  );
}

/**
 * The records of an account, and whatever else changed its stacks. They are never removed; each ends once.
 */
export class Records {
  private readonly byId = new Map<string, ProvisioningRecord>();
  private readonly idsByProduct = new ListMap<string>();
  private readonly byStack = new ListMap<StackChange>();
  private readonly ownStacks: StackChange[] = [];
  private readonly stackIdsByName = new Map<string, string>();
  private readonly unsettled = new Set<ProvisioningRecord | StackChange>();
  private nextDue = Infinity;
  /** ARNs of stacks, one for each time that something may have changed about it. */
  private readonly stackChanges: string[] = [];

  /** A larger number after everything that may have changed a stack. */
  get revision(): number {
    return this.stackChanges.length;
  }

  /** ARNs of the stacks that may have changed since the {@link revision}. */
  stacksChangedSince(revision: number): Set<string> {
    return new Set(this.stackChanges.slice(revision));
  }

  /** The one with that id. */
  get(id: string): ProvisioningRecord | undefined {
    return this.byId.get(id);
  }

  /** All of them, oldest first. */
  values(): Iterable<ProvisioningRecord> {
    return this.byId.values();
  }

  /** Adds a record and, unless it has ended, puts it up for settlement. */
  add(record: ProvisioningRecord): void {
    this.byId.set(record.id, record);
    this.idsByProduct.add(record.provisionedProductId, record.id);
    if (changesStack(record)) {
      this.index(record);
    }
    this.begin(record);
  }

  /** Adds a stack that somebody makes without Service Catalog. */
  addStack(change: StackChange): void {
    this.ownStacks.push(change);
    this.index(change);
    this.begin(change);
  }

  /** The stacks that somebody made without Service Catalog, oldest first. */
  stacks(): readonly StackChange[] {
    return this.ownStacks;
  }

  /** Those of one provisioned product, oldest first. */
  ofProduct(provisionedProductId: string): ProvisioningRecord[] {
    return this.idsByProduct
      .get(provisionedProductId)
      .map(id => this.byId.get(id)!);
  }

  /** What changed the stack, oldest first; it outlives the provisioned product. */
  ofStack(stackId: string): readonly StackChange[] {
    return this.byStack.get(stackId);
  }

  /** ARNs of all stacks there ever were, oldest first. */
  stackIds(): string[] {
    return [...this.byStack.keys()];
  }

  /** ARN of the stack with that name; a name is never used again. */
  stackIdNamed(name: string): string | undefined {
    return this.stackIdsByName.get(name);
  }

  /** Those that have not ended, oldest first. */
  unsettledOnes(): ProvisioningRecord[] {
    return [...this.unsettled].filter(change => this.isRecord(change));
  }

  /** Has a record end that would not have ended by itself. */
  end(record: ProvisioningRecord, completesAt: number): void {
    record.completesAt = completesAt;
    this.nextDue = Math.min(this.nextDue, completesAt);
  }

  /**
   * Marks as settled every record that has ended by now, in order of time.
   *
   * @param apply - what the end of a record brings about
   * @returns whether anything may have changed
   */
  settle(now: number, apply: (record: ProvisioningRecord) => void): boolean {
    if (now < this.nextDue) {
      return false;
    }
    [...this.unsettled]
      .filter(
        ({ completesAt }) => completesAt !== undefined && completesAt <= now,
      )
      .sort((a, b) => a.completesAt! - b.completesAt!)
      .forEach(change => {
        change.settled = true;
        this.unsettled.delete(change);
        if (this.isRecord(change)) {
          apply(change);
        }
        this.noteChange(change);
      });
    this.nextDue = [...this.unsettled].reduce(
      (due, { completesAt }) => Math.min(due, completesAt ?? Infinity),
      Infinity,
    );
    return true;
  }

  private index(change: StackChange): void {
    const { stackId } = change.stack;
    this.byStack.add(stackId, change);
    this.stackIdsByName.set(stackId.split('/')[1], stackId);
  }

  private begin(change: ProvisioningRecord | StackChange): void {
    this.noteChange(change);
    if (!change.settled) {
      this.unsettled.add(change);
      this.nextDue = Math.min(this.nextDue, change.completesAt ?? Infinity);
    }
  }

  private isRecord(
    change: ProvisioningRecord | StackChange,
  ): change is ProvisioningRecord {
    return this.byId.get(change.id) === change;
  }

  /** A record may change the tags of a stack that it does not touch. */
  private noteChange(change: ProvisioningRecord | StackChange): void {
    const all = this.isRecord(change)
      ? this.ofProduct(change.provisionedProductId)
      : [change];
    for (const { stack } of all) {
      if (stack) {
        this.stackChanges.push(stack.stackId);
      }
    }
  }
}

function changesStack(
  record: ProvisioningRecord,
): record is ProvisioningRecord & Pick<StackChange, 'stack'> {
  return record.stack !== undefined;
}
