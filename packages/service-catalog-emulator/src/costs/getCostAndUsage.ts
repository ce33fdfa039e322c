import { Caller } from '../catalog/Caller';
import { page } from '../catalog/paging';
import { Output } from '../context';
import { AwsError } from '../errors';
import { World } from '../state/World';
import { Infer } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { compileExpression } from './expressions';
import { GET_COST_AND_USAGE } from './inputs';
import { LineItem, lineItems } from './lineItems';
import { Period, periods } from './periods';

type Input = Infer<typeof GET_COST_AND_USAGE>;

const METRICS = [
  'AmortizedCost',
  'BlendedCost',
  'NetAmortizedCost',
  'NetUnblendedCost',
  'NormalizedUsageAmount',
  'UnblendedCost',
  'UsageQuantity',
];

/** Groups on one page, over all periods. */
const PAGE = 5000;
const HOUR = 3_600_000;

/** AWS Cost Explorer, as far as what provisioned products cost goes. */
export function handleCostExplorer(
  operation: string,
  input: object,
  caller: Caller,
  { world, now }: { world: World; now: number },
): Output {
  if (operation !== 'GetCostAndUsage') {
    throw new AwsError(
      'UnknownOperationException',
      `${operation} is not an operation of AWS Cost Explorer that this emulator implements.`,
    );
  }
  validateInput(GET_COST_AND_USAGE, input);
  return getCostAndUsage(input as Input, caller, world, now);
}

function getCostAndUsage(
  input: Input,
  caller: Caller,
  world: World,
  now: number,
): Output {
  const groupBy = input.GroupBy ?? [];
  if (groupBy.length > 2) {
    throw validation('At most 2 group definitions are allowed.');
  }
  const unknown = input.Metrics.find(metric => !METRICS.includes(metric));
  if (unknown !== undefined || input.Metrics.length === 0) {
    throw validation(
      `Invalid metric: ${unknown ?? 'none'}. Valid values are ${METRICS.join(
        ', ',
      )}.`,
    );
  }
  const matches = compileExpression(input.Filter);
  const items = [...world.states()]
    .flatMap(state => lineItems(state))
    .filter(item => isBilledTo(item, caller, world) && matches(item));
  const rows = rowsOf(
    periods(input.TimePeriod, input.Granularity),
    items,
    groupBy,
    now,
  );
  const { items: shown, nextPageToken } = page(
    rows,
    { PageToken: input.NextPageToken },
    PAGE,
  );
  return {
    GroupDefinitions: groupBy.map(({ Type = 'DIMENSION', Key }) => ({
      Type,
      Key,
    })),
    ResultsByTime: resultsByTime(shown, input.Metrics, groupBy.length > 0, now),
    DimensionValueAttributes: [],
    NextPageToken: nextPageToken,
  };
}

/** A management account pays for its organisation, any other one for itself. */
function isBilledTo(
  { accountId }: LineItem,
  caller: Caller,
  { organization }: World,
): boolean {
  return (
    accountId === caller.accountId ||
    (organization?.managementAccountId === caller.accountId &&
      organization.has(accountId))
  );
}

/** One group of one period; a period without groups has one row without keys. */
interface Row {
  period: Period;
  keys?: string[];
  hours: number;
  cost: number;
}

/** The rows of all periods, within each in order of their keys. */
function rowsOf(
  all: Period[],
  items: LineItem[],
  groupBy: NonNullable<Input['GroupBy']>,
  now: number,
): Row[] {
  const groups = all.map(() => new Map<string, Row>());
  for (const item of items) {
    const ends = Math.min(item.to ?? now, now);
    const keys = groupBy.map(group => groupKey(group, item));
    const id = keys.join('\n');
    // Periods are in order of time: those before the item and after it need no look.
    for (
      let index = firstAfter(all, item.from);
      index < all.length && all[index].from < ends;
      index++
    ) {
      const period = all[index];
      const hours =
        (Math.min(period.to, ends) - Math.max(period.from, item.from)) / HOUR;
      const row = groups[index].get(id);
      if (row) {
        row.hours += hours;
        row.cost += hours * item.perHour;
      } else {
        const cost = hours * item.perHour;
        groups[index].set(id, { period, keys, hours, cost });
      }
    }
  }
  return all.flatMap((period, index) =>
    groups[index].size === 0
      ? [{ period, hours: 0, cost: 0 }]
      : [...groups[index]]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, row]) => row),
  );
}

/** Index of the first period that ends after a moment. */
function firstAfter(all: Period[], moment: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (all[middle].to > moment) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function groupKey(
  { Type = 'DIMENSION', Key = '' }: NonNullable<Input['GroupBy']>[number],
  item: LineItem,
): string {
  if (Type === 'TAG') {
    return `${Key}$${item.tag(Key) ?? ''}`;
  }
  switch (Type === 'DIMENSION' ? Key : Type) {
    case 'SERVICE':
      return item.service;
    case 'REGION':
      return item.region;
    case 'LINKED_ACCOUNT':
      return item.accountId;
    default:
      throw validation(
        `This emulator groups by TAG and by the dimensions SERVICE, REGION and LINKED_ACCOUNT, got ${Type} ${Key}.`,
      );
  }
}

function resultsByTime(
  rows: Row[],
  metrics: string[],
  isGrouped: boolean,
  now: number,
): Output[] {
  const byPeriod = new Map<Period, Row[]>();
  for (const row of rows) {
    const ofPeriod = byPeriod.get(row.period) ?? [];
    ofPeriod.push(row);
    byPeriod.set(row.period, ofPeriod);
  }
  const today = new Date(now);
  const month = Date.UTC(today.getUTCFullYear(), today.getUTCMonth());
  return [...byPeriod].map(([period, ofPeriod]) => ({
    TimePeriod: { Start: period.start, End: period.end },
    Total: isGrouped ? {} : metricsOf(ofPeriod[0], metrics),
    Groups: ofPeriod
      .filter(({ keys }) => isGrouped && keys !== undefined)
      .map(row => ({ Keys: row.keys, Metrics: metricsOf(row, metrics) })),
    // The bill of a month is made when the month is over.
    Estimated: period.to > month,
  }));
}

function metricsOf({ hours, cost }: Row, metrics: string[]): Output {
  return Object.fromEntries(
    metrics.map(metric => [
      metric,
      metric.endsWith('Cost')
        ? { Amount: cost.toFixed(10), Unit: 'USD' }
        : { Amount: hours.toFixed(10), Unit: 'N/A' },
    ]),
  );
}

function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
