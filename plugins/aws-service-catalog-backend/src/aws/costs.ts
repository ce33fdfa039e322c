import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import { CostsConfig } from '../config';
import { AwsPayer } from './AwsPayer';
import { CallOptions } from './AwsService';

/** What one value of a tag cost in one month. */
export type AwsTagCost = {
  /** The first day of the month, such as `2026-11-01`. */
  start: string;
  /** The tag's value; empty for everything that has no such tag. */
  tagValue: string;
  amount: number;
  /** As AWS says, such as `USD`. */
  currency: string;
};

/**
 * One page of what every value of a tag cost, by month. Each page is billed, USD 0.01 as AWS lists it, whether or not it is the
 * last; so it is sent exactly once.
 *
 * AWS API: Cost Explorer `GetCostAndUsage`, grouped by one tag. A group's key is the tag's key, a dollar sign and its value.
 *
 * @param query.start - the first day, such as `2025-11-01`
 * @param query.end - the day after the last one
 * @throws AwsCallError
 */
export async function readTagCostsPage(
  payer: AwsPayer,
  query: {
    start: string;
    end: string;
    tagKey: string;
    metric: CostsConfig['metric'];
    pageToken?: string;
  },
  options?: CallOptions,
): Promise<{ costs: AwsTagCost[]; nextPageToken?: string }> {
  const { start, end, tagKey, metric, pageToken } = query;
  const answer = await payer.costExplorer.sendOnce(
    'GetCostAndUsage',
    (client, sending) =>
      client.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: start, End: end },
          Granularity: 'MONTHLY',
          Metrics: [metric],
          GroupBy: [{ Type: 'TAG', Key: tagKey }],
          NextPageToken: pageToken,
        }),
        sending,
      ),
    options,
  );
  const prefix = `${tagKey}$`;
  const costs = (answer.ResultsByTime ?? []).flatMap(
    ({ TimePeriod, Groups = [] }) =>
      Groups.map(({ Keys: [key = ''] = [], Metrics }): AwsTagCost => {
        const cost = Metrics?.[metric];
        return {
          start: TimePeriod?.Start ?? '',
          tagValue: key.startsWith(prefix) ? key.slice(prefix.length) : key,
          amount: Number(cost?.Amount ?? 0),
          currency: cost?.Unit ?? '',
        };
      }),
  );
  return { costs, nextPageToken: answer.NextPageToken || undefined };
}
