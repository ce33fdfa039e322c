import { Caller } from '../catalog/Caller';
import { pageOfMatches } from '../catalog/paging';
import { Output } from '../context';
import { AwsError } from '../errors';
import { World } from '../state/World';
import { Infer } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { CostGroup, costGroups } from './CostGroups';
import { compileExpression } from './expressions';
import { GET_COST_AND_USAGE } from './inputs';
import { LineItem } from './lineItems';
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
  const groups = costGroups(world, {
    id: JSON.stringify([caller.accountId, input.Filter, groupBy]),
    matches: item => isBilledTo(item, caller, world) && matches(item),
    keysOf: item => groupBy.map(group => groupKey(group, item)),
  });
  const { items: shown, nextPageToken } = pageOfMatches(
    rowsOf(periods(input.TimePeriod, input.Granularity), groups.inOrder, now),
    [],
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

/** One group of one period; a period without groups has one row without a group. */
interface Row {
  period: Period;
  group?: CostGroup;
}

/** The rows of all periods, within each in order of their keys. */
function* rowsOf(
  all: Period[],
  groups: readonly CostGroup[],
  now: number,
): Iterable<Row> {
  for (const period of all) {
    let isEmpty = true;
    for (const group of groups) {
      if (isIn(period, group, now)) {
        isEmpty = false;
        yield { period, group };
      }
    }
    if (isEmpty) {
      yield { period };
    }
  }
}

/** Whether anything of the group falls into the period. */
function isIn(period: Period, { items }: CostGroup, now: number): boolean {
  return items.some(item => hoursIn(period, item, now) > 0);
}

/** How long something existed in a period, up to now. */
function hoursIn(
  period: Period,
  { from, to = Infinity }: LineItem,
  now: number,
): number {
  const ends = Math.min(period.to, to, now);
  return Math.max(0, ends - Math.max(period.from, from)) / HOUR;
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
    Total: isGrouped ? {} : metricsOf(ofPeriod[0], metrics, now),
    Groups: isGrouped
      ? ofPeriod
          .filter(({ group }) => group !== undefined)
          .map(row => ({
            Keys: row.group!.keys,
            Metrics: metricsOf(row, metrics, now),
          }))
      : [],
    // The bill of a month is made when the month is over.
    Estimated: period.to > month,
  }));
}

function metricsOf(
  { period, group }: Row,
  metrics: string[],
  now: number,
): Output {
  let hours = 0;
  let cost = 0;
  for (const item of group?.items ?? []) {
    const itemHours = hoursIn(period, item, now);
    hours += itemHours;
    cost += itemHours * item.perHour;
  }
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
