import { Caller } from '../catalog/Caller';
import { page, pageOfMatches } from '../catalog/paging';
import { AwsError } from '../errors';
import { STACK_ARN_OUTPUT } from '../provisioning/prepareStack';
import { isStackEvent, StackEvent } from '../stacks/stackEvents';
import { resourceIndexOf } from '../stacks/resourceIndex';
import { stackOfAccount, StackView } from '../stacks/stackView';
import { World } from '../state/World';
import { string, structure } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { XmlElement } from './queryProtocol';

const PAGE = 100;

const stackName = string({ min: 1 });
const nextToken = string({ min: 1, max: 1024 });
const INPUTS = {
  DescribeStacks: structure({ StackName: stackName, NextToken: nextToken }),
  DescribeStackEvents: structure(
    { StackName: stackName, NextToken: nextToken },
    ['StackName'],
  ),
  DescribeStackResources: structure({
    StackName: stackName,
    LogicalResourceId: string(),
    PhysicalResourceId: string(),
  }),
};

/** What a request asks and where it looks. */
interface StackQuery {
  input: { [member: string]: string | undefined };
  caller: Caller;
  region: string;
  world: World;
  now: number;
}

/** AWS CloudFormation, as far as looking at stacks goes. */
export function handleCloudFormation(
  parameters: URLSearchParams,
  caller: Caller,
  region: string,
  { world, now }: { world: World; now: number },
): XmlElement {
  const action = parameters.get('Action') ?? '';
  const input = Object.fromEntries(parameters);
  const query: StackQuery = { input, caller, region, world, now };
  switch (action) {
    case 'DescribeStacks':
      validateInput(INPUTS[action], input);
      return describeStacks(query);
    case 'DescribeStackEvents':
      validateInput(INPUTS[action], input);
      return describeStackEvents(query);
    case 'DescribeStackResources':
      validateInput(INPUTS[action], input);
      return describeStackResources(query);
    default:
      throw new AwsError(
        'InvalidAction',
        `Could not find operation ${action} for version 2010-05-15`,
      );
  }
}

function describeStacks(query: StackQuery): XmlElement {
  const { StackName, NextToken } = query.input;
  if (StackName !== undefined) {
    return { Stacks: [stackElement(requireStack(query, StackName), query)] };
  }
  const { items, nextPageToken } = pageOfMatches(
    stackIds(query),
    [id => isOwn(query, id)],
    { PageToken: NextToken },
    PAGE,
  );
  return {
    Stacks: items
      .map(id => findStack(query, id))
      .filter(stack => stack !== undefined)
      // As on AWS, those that are gone are only found by their ARN.
      .filter(({ status }) => status !== 'DELETE_COMPLETE')
      .map(stack => stackElement(stack, query)),
    NextToken: nextPageToken,
  };
}

function describeStackEvents(query: StackQuery): XmlElement {
  const { StackName, NextToken } = query.input;
  const { id, name, events } = requireStack(query, StackName!);
  const { items, nextPageToken } = page(
    [...events].reverse(),
    { PageToken: NextToken },
    PAGE,
  );
  return {
    StackEvents: items.map(event => ({
      StackId: id,
      EventId: isStackEvent(event)
        ? event.key
        : `${event.logicalId}-${event.status}-${event.key}`,
      StackName: name,
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId ?? '',
      ResourceType: event.type,
      Timestamp: isoTime(event.time),
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
    })),
    NextToken: nextPageToken,
  };
}

function describeStackResources(query: StackQuery): XmlElement {
  const { StackName, PhysicalResourceId, LogicalResourceId } = query.input;
  if ((StackName === undefined) === (PhysicalResourceId === undefined)) {
    throw validationError(
      'Specify either StackName or PhysicalResourceId, not both.',
    );
  }
  const stack =
    StackName === undefined
      ? stackWithResource(query, PhysicalResourceId!)
      : requireStack(query, StackName);
  return {
    StackResources: resourceStates(stack)
      .filter(({ logicalId }) => (LogicalResourceId ?? logicalId) === logicalId)
      // AWS shows the first ones, without a word about others.
      .slice(0, PAGE)
      .map(({ logicalId, physicalId, type, time, status, reason }) => ({
        StackName: stack.name,
        StackId: stack.id,
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: type,
        Timestamp: isoTime(time),
        ResourceStatus: status,
        ResourceStatusReason: reason,
        DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
      })),
  };
}

/** The latest event of each resource; resources that are gone only when the stack is, too. */
function resourceStates(stack: StackView): StackEvent[] {
  const latest = new Map<string, StackEvent>();
  for (const event of stack.events.filter(item => !isStackEvent(item))) {
    const before = latest.get(event.logicalId);
    const isOldOne =
      event.status.startsWith('DELETE_') &&
      before !== undefined &&
      before.physicalId !== event.physicalId;
    if (!isOldOne) {
      latest.set(event.logicalId, {
        ...event,
        physicalId: event.physicalId ?? before?.physicalId,
      });
    }
  }
  const isGone = stack.status === 'DELETE_COMPLETE';
  return [...latest.values()].filter(
    ({ status }) =>
      isGone || !['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(status),
  );
}

function stackElement(stack: StackView, { world }: StackQuery): XmlElement {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: world.template(stack.templateDigest).description,
    Parameters: Object.entries(stack.parameters).map(
      ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
    ),
    CreationTime: isoTime(stack.createdTime),
    LastUpdatedTime:
      stack.updatedTime === undefined ? undefined : isoTime(stack.updatedTime),
    DeletionTime:
      stack.deletedTime === undefined ? undefined : isoTime(stack.deletedTime),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: 'false',
    EnableTerminationProtection: 'false',
    RoleARN: stack.roleArn,
    Outputs: stack.outputs
      .filter(({ OutputKey }) => OutputKey !== STACK_ARN_OUTPUT)
      .map(({ OutputKey, OutputValue, Description }) => ({
        OutputKey,
        OutputValue,
        Description,
      })),
    Tags: stack.tags.map(({ Key, Value }) => ({ Key, Value })),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function requireStack(query: StackQuery, nameOrArn: string): StackView {
  const stack = findStack(query, nameOrArn);
  if (!stack) {
    throw validationError(`Stack with id ${nameOrArn} does not exist`);
  }
  return stack;
}

function findStack(
  { world, caller, region, now }: StackQuery,
  nameOrArn: string,
): StackView | undefined {
  return stackOfAccount(
    world.accountsIn(region),
    caller.accountId,
    nameOrArn,
    now,
  );
}

/** ARNs of all stacks that the Region's accounts have records of. */
function* stackIds({ world, region }: StackQuery): Iterable<string> {
  for (const state of world.accountsIn(region)) {
    yield* state.records.stackIds();
  }
}

function isOwn({ caller }: StackQuery, stackId: string): boolean {
  return stackId.includes(`:${caller.accountId}:`);
}

function stackWithResource(query: StackQuery, physicalId: string): StackView {
  for (const state of query.world.accountsIn(query.region)) {
    for (const id of resourceIndexOf(state).find(physicalId)) {
      const stack = findStack(query, id);
      if (
        stack?.resources.some(resource => resource.physicalId === physicalId)
      ) {
        return stack;
      }
    }
  }
  throw validationError(`Stack for ${physicalId} does not exist`);
}

function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
