import { Caller } from '../catalog/Caller';
import { page } from '../catalog/paging';
import { Output } from '../context';
import { AwsError } from '../errors';
import { World } from '../state/World';
import { Infer } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { Attribute, CostIndex, costIndexOf, DIMENSIONS } from './CostIndex';
import { CostRow, CostRows } from './CostRows';
import { compileExpression } from './expressions';
import { anyOf, CostGroup, groupCosts, Test } from './groupCosts';
import { GET_COST_AND_USAGE } from './inputs';
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
  const attributes = groupBy.map(attributeOf);
  const index = costIndexOf(world);
  const groups = groupCosts(
    index,
    attributes,
    testOf(index, input.Filter, caller, world),
  );
  const { items: rows, nextPageToken } = page(
    new CostRows(
      periods(input.TimePeriod, input.Granularity),
      groups,
      index.table,
      now,
    ),
    { PageToken: input.NextPageToken },
    PAGE,
  );
  return {
    GroupDefinitions: groupBy.map(({ Type = 'DIMENSION', Key }) => ({
      Type,
      Key,
    })),
    ResultsByTime: resultsByTime(rows, input.Metrics, attributes, index, now),
    DimensionValueAttributes: [],
    NextPageToken: nextPageToken,
  };
}

/** Tells what is asked about; absent when that is everything. */
function testOf(
  index: CostIndex,
  filter: Input['Filter'],
  caller: Caller,
  world: World,
): Test {
  const accounts = index
    .inOrder({ dimension: 'LINKED_ACCOUNT' })
    .map(({ value }) => value);
  const billed = new Set(
    accounts.filter(accountId => isBilledTo(accountId, caller, world)),
  );
  const matches = compileExpression(filter);
  return filter === undefined && billed.size === accounts.length
    ? undefined
    : item => billed.has(item.accountId) && matches(item);
}

/** A management account pays for its organisation, any other one for itself. */
function isBilledTo(
  accountId: string,
  caller: Caller,
  { organization }: World,
): boolean {
  return (
    accountId === caller.accountId ||
    (organization?.managementAccountId === caller.accountId &&
      organization.has(accountId))
  );
}

function attributeOf({
  Type = 'DIMENSION',
  Key = '',
}: NonNullable<Input['GroupBy']>[number]): Attribute {
  if (Type === 'TAG') {
    return { tag: Key };
  }
  const dimension = DIMENSIONS.find(name => name === Key);
  if (Type !== 'DIMENSION' || !dimension) {
    throw validation(
      `This emulator groups by TAG and by the dimensions ${DIMENSIONS.join(
        ', ',
      )}, got ${Type} ${Key}.`,
    );
  }
  return { dimension };
}

function resultsByTime(
  rows: CostRow[],
  metrics: string[],
  attributes: Attribute[],
  index: CostIndex,
  now: number,
): Output[] {
  const byPeriod = new Map<Period, CostRow[]>();
  for (const row of rows) {
    const ofPeriod = byPeriod.get(row.period) ?? [];
    ofPeriod.push(row);
    byPeriod.set(row.period, ofPeriod);
  }
  const isGrouped = attributes.length > 0;
  const today = new Date(now);
  const month = Date.UTC(today.getUTCFullYear(), today.getUTCMonth());
  return [...byPeriod].map(([period, ofPeriod]) => ({
    TimePeriod: { Start: period.start, End: period.end },
    Total: isGrouped ? {} : metricsOf(ofPeriod[0], metrics),
    Groups: isGrouped
      ? ofPeriod
          .filter(({ group }) => group !== undefined)
          .map(row => ({
            Keys: keysOf(row.group!, attributes, index),
            Metrics: metricsOf(row, metrics),
          }))
      : [],
    // The bill of a month is made when the month is over.
    Estimated: period.to > month,
  }));
}

/** What a group is grouped by, as AWS tells it. */
function keysOf(
  group: CostGroup,
  attributes: Attribute[],
  index: CostIndex,
): string[] {
  return attributes.map(attribute => {
    const value = index.valueOf(attribute, anyOf(group));
    return 'tag' in attribute ? `${attribute.tag}$${value}` : value;
  });
}

function metricsOf({ hours, cost }: CostRow, metrics: string[]): Output {
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
