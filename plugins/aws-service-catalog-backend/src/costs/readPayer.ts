import { AwsPayer, readTagCostsPage } from '../aws';
import { CostsConfig } from '../config';
import { periodToRead } from './months';

/** What a value of the cost allocation tag cost, by currency and month. */
export type CostsByTagValue = ReadonlyMap<
  string,
  ReadonlyMap<string, ReadonlyMap<string, number>>
>;

/** Everything that a payer account's Cost Explorer says. */
export type PayerCosts = {
  costs: CostsByTagValue;
  /** Whether there are costs, and none of them has the tag: AWS does not allocate costs by it. */
  notActivated: boolean;
};

/**
 * Reads what everything cost that a payer account pays for, of this month and the twelve before: one question to AWS, with as many
 * pages as the answer has.
 *
 * @param options.onCall - told before each page, which is billed
 * @throws AwsCallError when any page cannot be had: part of an answer is none
 */
export async function readPayer(
  payer: AwsPayer,
  config: CostsConfig,
  options: {
    now: Date;
    onCall: () => Promise<void>;
    signal?: AbortSignal;
  },
): Promise<PayerCosts> {
  const { now, onCall, signal } = options;
  const { tagKey, metric } = config;
  const byValue = new Map<string, Map<string, Map<string, number>>>();
  let seesUntagged = false;
  let pageToken: string | undefined;
  await payer.verifyAccount();
  do {
    signal?.throwIfAborted();
    await onCall();
    const page = await readTagCostsPage(
      payer,
      { ...periodToRead(now), tagKey, metric, pageToken },
      { signal },
    );
    for (const { tagValue, currency, start, amount } of page.costs) {
      if (tagValue === '') {
        seesUntagged = true;
        continue;
      }
      const byCurrency = byValue.get(tagValue) ?? new Map();
      byValue.set(tagValue, byCurrency);
      const byMonth = byCurrency.get(currency) ?? new Map<string, number>();
      byCurrency.set(currency, byMonth);
      const month = start.slice(0, 7);
      byMonth.set(month, (byMonth.get(month) ?? 0) + amount);
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return { costs: byValue, notActivated: seesUntagged && byValue.size === 0 };
}
