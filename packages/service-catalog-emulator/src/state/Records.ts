import { ProvisioningRecord } from './entities';

/** Whether the record is about what is provisioned, and not about its end or its surroundings. */
export function isProvisioning({ type }: ProvisioningRecord): boolean {
  return (
    type === 'PROVISION_PRODUCT' ||
    type === 'UPDATE_PROVISIONED_PRODUCT' ||
    type === 'IMPORT_PROVISIONED_PRODUCT'
  );
}

/** The records of an account. They are never removed; each ends once. */
export class Records {
  private readonly byId = new Map<string, ProvisioningRecord>();
  private readonly idsByProduct = new Map<string, string[]>();
  private readonly idsByStack = new Map<string, string[]>();
  private readonly stackIdsByName = new Map<string, string>();
  private readonly unsettled = new Set<string>();
  private nextDue = Infinity;
  private changes = 0;

  /** Another number after every beginning and every end of a record. */
  get revision(): number {
    return this.changes;
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
    this.changes += 1;
    append(this.idsByProduct, record.provisionedProductId, record.id);
    if (record.stack) {
      const { stackId } = record.stack;
      append(this.idsByStack, stackId, record.id);
      this.stackIdsByName.set(stackId.split('/')[1], stackId);
    }
    if (!record.settled) {
      this.unsettled.add(record.id);
      this.nextDue = Math.min(this.nextDue, record.completesAt ?? Infinity);
    }
  }

  /** Those of one provisioned product, oldest first. */
  ofProduct(provisionedProductId: string): ProvisioningRecord[] {
    return this.all(this.idsByProduct.get(provisionedProductId));
  }

  /** Those that changed the stack, oldest first; they outlive the provisioned product. */
  ofStack(stackId: string): ProvisioningRecord[] {
    return this.all(this.idsByStack.get(stackId));
  }

  /** ARNs of all stacks there ever were, oldest first. */
  stackIds(): string[] {
    return [...this.idsByStack.keys()];
  }

  /** ARN of the stack with that name; a name is never used again. */
  stackIdNamed(name: string): string | undefined {
    return this.stackIdsByName.get(name);
  }

  /** Those that have not ended, oldest first. */
  unsettledOnes(): ProvisioningRecord[] {
    return this.all([...this.unsettled]);
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
    this.unsettledOnes()
      .filter(
        ({ completesAt }) => completesAt !== undefined && completesAt <= now,
      )
      .sort((a, b) => a.completesAt! - b.completesAt!)
      .forEach(record => {
        record.settled = true;
        this.changes += 1;
        this.unsettled.delete(record.id);
        apply(record);
      });
    this.nextDue = this.unsettledOnes().reduce(
      (due, { completesAt }) => Math.min(due, completesAt ?? Infinity),
      Infinity,
    );
    return true;
  }

  private all(ids: readonly string[] = []): ProvisioningRecord[] {
    return ids.map(id => this.byId.get(id)!);
  }
}

function append(
  lists: Map<string, string[]>,
  key: string,
  value: string,
): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}
