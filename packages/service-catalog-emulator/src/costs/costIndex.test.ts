import { callerFromArn } from '../catalog/Caller';
import { SharedTexts } from '../state/SharedTexts';
import { World } from '../state/World';
import {
  numbers,
  RANDOM_WORLD_ACCOUNTS,
  randomWorld,
} from '../__testUtils__/randomWorld';
import { CostRows } from './CostRows';
import { handleCostExplorer } from './getCostAndUsage';
import { LineItem, lineItemsOf } from './lineItems';
import { LineItemTable } from './LineItemTable';
import { Period, periods } from './periods';

const [PAYER] = RANDOM_WORLD_ACCOUNTS;
const ARN = 'aws:servicecatalog:provisionedProductArn';
const HOUR = 3_600_000;

type Query = Parameters<typeof handleCostExplorer>[1] & {
  Granularity: 'DAILY' | 'MONTHLY';
  GroupBy: { Type: string; Key: string }[];
  only?: (item: LineItem) => boolean;
};

const tag = (Key: string) => ({ Type: 'TAG', Key });
const dimension = (Key: string) => ({ Type: 'DIMENSION', Key });
const QUERIES: Query[] = [
  { Granularity: 'MONTHLY', GroupBy: [] },
  { Granularity: 'DAILY', GroupBy: [tag(ARN)] },
  { Granularity: 'DAILY', GroupBy: [tag('team')] },
  { Granularity: 'MONTHLY', GroupBy: [tag('empty')] },
  { Granularity: 'MONTHLY', GroupBy: [tag('nobody-has-it')] },
  { Granularity: 'MONTHLY', GroupBy: [dimension('LINKED_ACCOUNT')] },
  { Granularity: 'DAILY', GroupBy: [dimension('SERVICE')] },
  { Granularity: 'MONTHLY', GroupBy: [tag('purpose'), dimension('SERVICE')] },
  { Granularity: 'DAILY', GroupBy: [dimension('SERVICE'), tag('purpose')] },
  {
    Granularity: 'DAILY',
    GroupBy: [tag('aws:servicecatalog:provisioningArtifactIdentifier')],
    Filter: {
      And: [
        { Not: { Tags: { Key: 'team', Values: ['red'] } } },
        { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [PAYER] } },
      ],
    },
    only: item => item.tag('team') !== 'red' && item.accountId === PAYER,
  },
] as Query[];

const TIME_PERIOD = { Start: '2025-12-30', End: '2026-02-01' };

interface Row {
  key: string;
  cost: number;
  hours: number;
}

interface Answer {
  ResultsByTime: {
    TimePeriod: { Start: string };
    Total: Metrics;
    Groups: { Keys: string[]; Metrics: Metrics }[];
  }[];
  NextPageToken?: string;
}

interface Metrics {
  [metric: string]: { Amount: string };
}

/** The rows that a query is answered, of all pages. */
function answer({ only, ...query }: Query, world: World, now: number): Row[] {
  const rows: Row[] = [];
  let NextPageToken: string | undefined;
  do {
    const page = handleCostExplorer(
      'GetCostAndUsage',
      {
        TimePeriod: TIME_PERIOD,
        Metrics: ['UnblendedCost', 'UsageQuantity'],
        NextPageToken,
        ...query,
      },
      callerFromArn(`arn:aws:iam::${PAYER}:user/emulator`),
      { world, now },
    ) as unknown as Answer;
    for (const { TimePeriod, Total, Groups } of page.ResultsByTime) {
      const groups =
        query.GroupBy.length === 0 ? [{ Keys: [], Metrics: Total }] : Groups;
      rows.push(
        ...groups.map(({ Keys, Metrics }) => ({
          key: [TimePeriod.Start, ...Keys].join(' | '),
          cost: Number(Metrics.UnblendedCost.Amount),
          hours: Number(Metrics.UsageQuantity.Amount),
        })),
      );
    }
    NextPageToken = page.NextPageToken;
  } while (NextPageToken !== undefined);
  return rows;
}

/** The same, worked out from all records there are. */
function fromScratch(
  { only = () => true, Granularity, GroupBy }: Query,
  world: World,
  now: number,
): Row[] {
  const items = [...world.states()]
    .flatMap(state =>
      state.records
        .stackIds()
        .flatMap(id => lineItemsOf(state, id, new SharedTexts())),
    )
    .filter(only);
  return periods(TIME_PERIOD, Granularity).flatMap(period => {
    const sums = new Map<string, { cost: number; hours: number }>();
    if (GroupBy.length === 0) {
      sums.set('', { cost: 0, hours: 0 });
    }
    for (const item of items) {
      const hours = hoursIn(period, item, now);
      if (hours > 0) {
        const keys = GroupBy.map(({ Type, Key }) =>
          Type === 'TAG'
            ? `${Key}$${item.tag(Key) ?? ''}`
            : { SERVICE: item.service, LINKED_ACCOUNT: item.accountId }[Key],
        ).join(' | ');
        const sum = sums.get(keys) ?? { cost: 0, hours: 0 };
        sum.cost += hours * item.perHour;
        sum.hours += hours;
        sums.set(keys, sum);
      }
    }
    return [...sums.keys()].sort().map(keys => {
      const key = [period.start, keys].filter(text => text !== '').join(' | ');
      return { key, ...sums.get(keys)! };
    });
  });
}

function hoursIn(
  { from, to }: Period,
  item: Pick<LineItem, 'from' | 'to'>,
  now: number,
): number {
  const end = Math.min(to, item.to ?? Infinity, now);
  return Math.max(0, end - Math.max(from, item.from)) / HOUR;
}

/** The same rows, up to what comes of adding numbers in another order. */
function expectSame(actual: Row[], expected: Row[]) {
  expect(actual.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
  const wrong = actual.filter(
    ({ cost, hours }, index) =>
      Math.abs(cost - expected[index].cost) > 1e-8 ||
      Math.abs(hours - expected[index].hours) > 1e-8,
  );
  expect(wrong).toEqual([]);
}

describe('the index of costs', () => {
  it.each([1, 2])(
    'tells after each change what all records tell (%s)',
    async number => {
      const random = numbers(number);
      const { emulator, launch, step } = await randomWorld(random);
      // So many at once that they are not put in order one by one.
      for (let n = 0; n < 120; n++) {
        await launch();
      }
      let largest = 0;
      for (let n = 0; n < 100; n++) {
        await step();
        const { world, now } = emulator.current();
        const query = QUERIES[n % QUERIES.length];
        const rows = answer(query, world, now);
        expectSame(rows, fromScratch(query, world, now));
        largest = Math.max(largest, rows.length);
      }
      expect(largest).toBeGreaterThan(100);
      const { world, now } = emulator.current();
      for (const query of QUERIES) {
        expectSame(answer(query, world, now), fromScratch(query, world, now));
      }
    },
  );

  it('makes the rows of any page as it makes all of them', () => {
    const random = numbers(4);
    const all = periods({ Start: '2026-01-01', End: '2026-01-15' }, 'DAILY');
    const now = all[11].from + HOUR;
    const items = () =>
      Array.from({ length: 1 + random(3) }, () => {
        const from = all[0].from + (random(16) - 1) * 24 * HOUR + random(2);
        const to = random(3) ? from + random(80) * HOUR : undefined;
        return { from, to, perHour: 2 } as LineItem;
      });
    const table = new LineItemTable();
    const known = Array.from({ length: 30 }, items);
    const groups = known.map(some => {
      const numbersOf = some.map(item => table.add(item));
      return numbersOf.length > 1 ? numbersOf : numbersOf[0];
    });
    const expected = all.flatMap(period => {
      const rows = known
        .map((some, index) => ({
          text: `${period.start} ${index}`,
          hours: some.reduce(
            (sum, item) => sum + hoursIn(period, item, now),
            0,
          ),
        }))
        .filter(({ hours }) => hours > 0);
      return rows.length > 0 ? rows : [{ text: `${period.start} -`, hours: 0 }];
    });
    const rows = new CostRows(all, groups, table, now);
    expect(rows.length).toBe(expected.length);
    for (const size of [1, 7, 50, 1000]) {
      for (let begin = 0; begin < rows.length + size; begin += size) {
        expect(
          rows.slice(begin, begin + size).map(({ period, group, hours }) => ({
            text: `${period.start} ${
              group === undefined ? '-' : groups.indexOf(group)
            }`,
            hours,
          })),
        ).toEqual(expected.slice(begin, begin + size));
      }
    }
  });
});
