import { AUTO_TAGS, provisionedProductArn } from '../provisioning/launch';
import { resourcesAfter } from '../stacks/stackView';
import { AccountState } from '../state/AccountState';
import { StackChange, StackResource } from '../state/entities';
import { priceOf } from './prices';

/** What one service costs for one provisioned product over some time. */
export interface LineItem {
  /** ARN of the stack. */
  stackId: string;
  from: number;
  /** Absent: it goes on. */
  to?: number;
  perHour: number;
  service: string;
  region: string;
  accountId: string;
  /** The value of a tag, as it is on the bill. */
  tag(key: string): string | undefined;
}

/**
 * What a stack has cost so far. It costs what its resources do from the end of one change to the end
 * of the next; what is retained goes on costing. Nothing changes about that until a record of its
 * provisioned product begins or ends.
 */
export function lineItemsOf(state: AccountState, stackId: string): LineItem[] {
  const done = state.records.ofStack(stackId).filter(({ settled }) => settled);
  return done.flatMap((record, index) =>
    itemsOf(
      state,
      stackId,
      record,
      resourcesAfter(done.slice(0, index + 1)),
      done[index + 1]?.completesAt,
    ),
  );
}

function itemsOf(
  state: AccountState,
  stackId: string,
  record: StackChange,
  resources: StackResource[],
  to: number | undefined,
): LineItem[] {
  const perService = new Map<string, number>();
  for (const { type } of resources) {
    const price = priceOf(type);
    if (price) {
      perService.set(
        price.service,
        (perService.get(price.service) ?? 0) + price.perHour,
      );
    }
  }
  const tag = tagsOf(state, record);
  const [, , , region, accountId] = stackId.split(':');
  return [...perService].map(([service, perHour]) => ({
    stackId,
    from: record.completesAt!,
    to,
    perHour,
    service,
    region,
    accountId,
    tag,
  }));
}

/** Tags of the stack during a record; of what is gone, those that its records still tell. */
function tagsOf(state: AccountState, record: StackChange): LineItem['tag'] {
  const { provisionedProductId: id = '', provisionedProductName: name } =
    record;
  return key => {
    switch (key) {
      case AUTO_TAGS.provisionedProduct:
        return name && provisionedProductArn(state, name, id);
      case AUTO_TAGS.artifact:
        return record.artifactId;
      default: {
        const tags = state.provisionedProducts.get(id)?.tags ?? record.tags;
        return tags.find(({ Key }) => Key === key)?.Value;
      }
    }
  };
}
