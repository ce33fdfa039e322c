import { AUTO_TAG_PREFIX, provisionedProductArn } from '../provisioning/launch';
import { resourcesAfter } from '../stacks/stackView';
import { AccountState } from '../state/AccountState';
import { ProvisioningRecord, StackResource } from '../state/entities';
import { priceOf } from './prices';

/** What one service costs for one provisioned product over some time. */
export interface LineItem {
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

const cache = new WeakMap<
  AccountState,
  { revision: number; items: LineItem[] }
>();

/**
 * What the stacks of an account's provisioned products have cost so far. A stack costs what its
 * resources do from the end of one change to the end of the next; what is retained goes on costing.
 * Nothing changes about that until a record begins or ends.
 */
export function lineItems(state: AccountState): LineItem[] {
  const cached = cache.get(state);
  if (cached?.revision === state.records.revision) {
    return cached.items;
  }
  const items = state.records.stackIds().flatMap(stackId => {
    const done = state.records
      .ofStack(stackId)
      .filter(({ settled }) => settled);
    return done.flatMap((record, index) =>
      itemsOf(
        state,
        stackId,
        record,
        resourcesAfter(done.slice(0, index + 1)),
        done[index + 1]?.completesAt,
      ),
    );
  });
  cache.set(state, { revision: state.records.revision, items });
  return items;
}

function itemsOf(
  state: AccountState,
  stackId: string,
  record: ProvisioningRecord,
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
function tagsOf(
  state: AccountState,
  record: ProvisioningRecord,
): LineItem['tag'] {
  const { provisionedProductId: id, provisionedProductName: name } = record;
  return key => {
    switch (key) {
      case `${AUTO_TAG_PREFIX}provisionedProductArn`:
        return provisionedProductArn(state, name, id);
      case `${AUTO_TAG_PREFIX}provisioningArtifactIdentifier`:
        return record.artifactId;
      default: {
        const tags = state.provisionedProducts.get(id)?.tags ?? record.tags;
        return tags.find(({ Key }) => Key === key)?.Value;
      }
    }
  };
}
