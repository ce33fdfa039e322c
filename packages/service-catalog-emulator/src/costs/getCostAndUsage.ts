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
    .flatMap(state => lineItems(state, now))
    .filter(item => isBilledTo(item, caller, world) && matches(item));
  const rows = periods(input.TimePeriod, input.Granularity).flatMap(period =>
    rowsOf(period, items, groupBy, now),
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

function rowsOf(
  period: Period,
  items: LineItem[],
  groupBy: NonNullable<Input['GroupBy']>,
  now: number,
): Row[] {
  const groups = new Map<string, Row>();
  for (const item of items) {
    const from = Math.max(period.from, item.from);
    const to = Math.min(period.to, item.to ?? now, now);
    if (to > from) {
      const keys = groupBy.map(group => groupKey(group, item));
      const id = JSON.stringify(keys);
      const row = groups.get(id) ?? { period, keys, hours: 0, cost: 0 };
      const hours = (to - from) / HOUR;
      row.hours += hours;
      row.cost += hours * item.perHour;
      groups.set(id, row);
    }
  }
  if (groupBy.length === 0 || groups.size === 0) {
    const [total] = groups.values();
    return [
      {
        period,
        keys: undefined,
        hours: total?.hours ?? 0,
        cost: total?.cost ?? 0,
      },
    ];
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function groupKey(
  { Type = 'DIMENSION', Key = '' }: NonNullable<Input['GroupBy']>[number],
  item: LineItem,
): string {
  if (Type === 'TAG') {
    return `${Key}$${item.tags.get(Key) ?? ''}`;
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
    byPeriod.set(row.period, [...(byPeriod.get(row.period) ?? []), row]);
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
