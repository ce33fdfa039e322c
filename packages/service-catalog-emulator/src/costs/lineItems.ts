import { AUTO_TAGS, provisionedProductArn } from '../provisioning/launch';
import { resourcesAfter } from '../stacks/stackView';
import { AccountState } from '../state/AccountState';
import { StackChange, StackResource, Tag } from '../state/entities';
import { SharedTexts } from '../state/SharedTexts';
import { Price, priceOf } from './prices';

/** What a line item says apart from when and how much. */
interface Subject {
  /** Where the stack is. */
  region: string;
  accountId: string;
  /** ARN of the provisioned product; absent for a stack that belongs to none. */
  arn?: string;
  /** Tags of the stack, AutoTags among them as long as it belongs to a provisioned product. */
  tags: readonly Tag[];
}

/** What one service costs for one provisioned product over some time. */
export class LineItem {
  // There is one for nearly every stack: whatever others have too is referred to, not copied.
  readonly region: string;
  readonly accountId: string;
  private readonly arn: string | undefined;
  private readonly tags: readonly Tag[];

  constructor(
    private readonly change: StackChange,
    private readonly price: Price,
    /** Milliseconds since the epoch; absent: it goes on. */
    readonly to: number | undefined,
    { region, accountId, arn, tags }: Subject,
  ) {
    this.region = region;
    this.accountId = accountId;
    this.arn = arn;
    this.tags = tags;
  }

  /** Milliseconds since the epoch. */
  get from(): number {
    return this.change.completesAt!;
  }

  get service(): string {
    return this.price.service;
  }

  /** US dollars. */
  get perHour(): number {
    return this.price.perHour;
  }

  /** The value of a tag, as it is on the bill. */
  tag(key: string): string | undefined {
    switch (key) {
      case AUTO_TAGS.provisionedProduct:
        return this.arn;
      case AUTO_TAGS.artifact:
        return this.change.artifactId;
      default:
        return this.tags.find(({ Key }) => Key === key)?.Value;
    }
  }

  /** The keys of all tags that may be on the bill. */
  tagKeys(): Set<string> {
    return new Set([
      AUTO_TAGS.provisionedProduct,
      AUTO_TAGS.artifact,
      ...this.tags.map(({ Key }) => Key),
    ]);
  }
}

/**
 * What a stack has cost so far. It costs what its resources do from the end of one change to the end
 * of the next; what is retained goes on costing. Nothing changes about that until a record of its
 * provisioned product begins or ends.
 *
 * @param texts - where names that many line items have are kept once
 */
export function lineItemsOf(
  state: AccountState,
  stackId: string,
  texts: SharedTexts,
): LineItem[] {
  const done = state.records.ofStack(stackId).filter(({ settled }) => settled);
  const [, , , region, accountId] = stackId.split(':');
  return done.flatMap((change, index) => {
    const subject = {
      region: texts.text(region),
      accountId: texts.text(accountId),
      ...tagsOf(state, change),
    };
    const to = done[index + 1]?.completesAt;
    return pricesOf(resourcesAfter(done.slice(0, index + 1))).map(
      price => new LineItem(change, price, to, subject),
    );
  });
}

/** What the resources cost together, by service. */
function pricesOf(resources: StackResource[]): Price[] {
  const byService = new Map<string, Price>();
  for (const { type } of resources) {
    const price = priceOf(type);
    if (price) {
      const others = byService.get(price.service);
      byService.set(
        price.service,
        others ? { ...price, perHour: others.perHour + price.perHour } : price,
      );
    }
  }
  return [...byService.values()];
}

/** Tags of the stack from a change on; of what is gone, those that its records still tell. */
function tagsOf(
  state: AccountState,
  {
    provisionedProductId: id = '',
    provisionedProductName: name,
    tags,
  }: StackChange,
): Pick<Subject, 'arn' | 'tags'> {
  const product = state.provisionedProducts.get(id);
  return product
    ? { arn: product.arn, tags: product.tags }
    : { arn: name && provisionedProductArn(state, name, id), tags };
}
