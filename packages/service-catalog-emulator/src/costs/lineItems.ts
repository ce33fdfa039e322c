import {
  AUTO_TAG_PREFIX,
  provisionedProductArn,
  withoutAutoTags,
} from '../provisioning/launch';
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
  /** Tags as they are on the bill. */
  tags: ReadonlyMap<string, string>;
}

/**
 * What the stacks of an account's provisioned products have cost so far. A stack costs what its
 * resources do from the end of one change to the end of the next; what is retained goes on costing.
 */
export function lineItems(state: AccountState, now: number): LineItem[] {
  return state.stackIds().flatMap(stackId => {
    const done = state
      .recordsOfStack(stackId)
      .filter(
        ({ completesAt }) => completesAt !== undefined && completesAt <= now,
      );
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
  const tags = tagsOf(state, record);
  const [, , , region, accountId] = stackId.split(':');
  return [...perService].map(([service, perHour]) => ({
    from: record.completesAt!,
    to,
    perHour,
    service,
    region,
    accountId,
    tags,
  }));
}

/** Tags of the stack during a record; of what is gone, those that its records still tell. */
function tagsOf(
  state: AccountState,
  record: ProvisioningRecord,
): ReadonlyMap<string, string> {
  const { provisionedProductId: id, provisionedProductName: name } = record;
  const provisioned = state.provisionedProducts.get(id);
  const own = new Map(
    (provisioned?.tags ?? []).map(({ Key, Value }) => [Key, Value]),
  );
  const automatic = (key: string, value: string) =>
    own.set(`${AUTO_TAG_PREFIX}${key}`, value);
  if (!provisioned) {
    withoutAutoTags(record.tags).forEach(({ Key, Value }) =>
      own.set(Key, Value),
    );
    automatic('provisioningPrincipalArn', record.userArnSession);
  }
  automatic('provisionedProductArn', provisionedProductArn(state, name, id));
  automatic('provisioningArtifactIdentifier', record.artifactId);
  return own;
}
