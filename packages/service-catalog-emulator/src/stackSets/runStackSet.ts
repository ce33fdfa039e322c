import { isDeepStrictEqual } from 'node:util';
import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { OperationContext } from '../context';
import {
  prepareStack,
  STACK_ARN_OUTPUT,
  StackWish,
} from '../provisioning/prepareStack';
import { refusal } from '../provisioning/refusal';
import { runPrepared, StackResult } from '../provisioning/runStack';
import { acceptanceSeconds } from '../provisioning/timeline';
import { InstancePlace, PreparedStack, StackInstance } from '../state/entities';
import { uuidDigest } from '../state/ids';
import { instancesAfter, isAt } from './instances';
import { runInstanceDeletion } from './runStackSetDeletion';
import { InstanceRun, schedule } from './schedule';
import { StackSetRequest } from './stackSetRequest';

/** A stack of the set that is to be made or updated. */
interface PreparedInstance extends InstancePlace {
  stack: PreparedStack;
  /** The stack as it runs; absent when there is none, or none that can be updated. */
  before?: StackInstance;
}

/**
 * Launches or updates a stack set in advance, as `runStack` does a single stack. Its stacks are there for
 * CloudFormation in their own accounts and Regions.
 */
export function runStackSet(
  context: OperationContext,
  wish: StackWish,
  request: StackSetRequest,
): StackResult {
  const before = wish.existing?.instances ?? [];
  const stackSetId = wish.existing?.stackId ?? newStackSetId(context, wish);
  const startsAt =
    context.now + Math.round(acceptanceSeconds(context.settings) * 1000);
  const ownBefore = (place: InstancePlace) =>
    before.find(instance => isAt(instance, place));
  const base = {
    startsAt,
    stackId: stackSetId,
    resources: [],
    rollbackFailed: false,
    outputs: [
      {
        OutputKey: STACK_ARN_OUTPUT,
        OutputValue: stackSetId,
        Description: 'The ARN of the launched Cloudformation StackSet',
      },
    ],
  };
  if (request.operation === 'DELETE') {
    const { changes, ...end } = schedule(
      context,
      request.places.map(ownBefore).filter(instance => instance !== undefined),
      request,
      wish.tags,
      (there, instance) =>
        runInstanceDeletion(there, instance, { ignoreErrors: false }),
      instance => instance,
    );
    return {
      ...base,
      ...atLeast(context, end),
      statusMessage: end.error?.Description,
      parameters: wish.existing?.parameters ?? {},
      instanceChanges: changes,
      instances: instancesAfter(before, changes),
    };
  }
  const isWanted = (place: InstancePlace) =>
    !wish.existing || (request.operation === 'UPDATE') === !!ownBefore(place);
  let prepared: PreparedInstance[];
  try {
    prepared = request.places
      .filter(isWanted)
      .map(place => prepareInstance(context, wish, place, ownBefore(place)));
  } catch (error) {
    if (error instanceof CloudFormationError) {
      return refusal(error.message, wish, context);
    }
    throw error;
  }
  const { changes, ...end } = schedule(
    context,
    prepared,
    request,
    wish.tags,
    runInstance,
    ({ account, region, stack, before: instance }) => ({
      account,
      region,
      templateDigest: stack.templateDigest,
      parameters: stack.parameters,
      resources: [],
      ...instance,
      status: 'OUTDATED',
    }),
  );
  const parameters =
    prepared[0]?.stack.parameters ?? wish.existing?.parameters ?? {};
  const wanted = { templateDigest: wish.artifact.templateDigest, parameters };
  return {
    ...base,
    ...atLeast(context, end),
    statusMessage: end.error?.Description,
    parameters,
    instanceChanges: changes,
    instances: instancesAfter(before, changes).map(instance =>
      instance.status === 'CURRENT' && !hasInputs(instance, wanted)
        ? { ...instance, status: 'OUTDATED' }
        : instance,
    ),
  };
}

function prepareInstance(
  context: OperationContext,
  wish: StackWish,
  { account, region }: InstancePlace,
  instance: StackInstance | undefined,
): PreparedInstance {
  const { world, caller } = context;
  // What could not be made is made anew.
  const before =
    instance?.stackId !== undefined && instance.resources.length > 0
      ? { ...instance, stackId: instance.stackId }
      : undefined;
  return {
    account,
    region,
    before,
    stack: prepareStack(
      { ...context, region, caller: { ...caller, accountId: account } },
      {
        ...wish,
        existing: before,
        launchRoleArn: undefined,
        stackName: `StackSet-${wish.stackName}-${world.ids.uuid()}`,
      },
    ),
  };
}

function runInstance(
  context: OperationContext,
  { account, region, stack, before }: PreparedInstance,
): InstanceRun {
  const result = runPrepared(context, stack, before?.resources);
  const { startsAt, failsAt, completesAt, error, resources } = result;
  const inputs = error && before ? before : stack;
  return {
    failsAt,
    completesAt: completesAt!,
    error,
    stack: {
      stack: result.stack!,
      startsAt,
      outcome: error
        ? { status: 'FAILED', outputs: [] }
        : { status: 'SUCCEEDED', outputs: result.outputs },
    },
    after: {
      account,
      region,
      status: error ? 'OUTDATED' : 'CURRENT',
      stackId: stack.stackId,
      templateDigest: inputs.templateDigest,
      parameters: inputs.parameters,
      resources,
    },
  };
}

function hasInputs(
  { templateDigest, parameters }: StackInstance,
  wanted: Pick<StackInstance, 'templateDigest' | 'parameters'>,
): boolean {
  return (
    templateDigest === wanted.templateDigest &&
    isDeepStrictEqual(parameters, wanted.parameters)
  );
}

/** An operation without stacks takes a moment, too. */
function atLeast<T extends { completesAt: number }>(
  { now, settings }: OperationContext,
  end: T,
): T {
  const shortest = now + Math.round(2 * acceptanceSeconds(settings) * 1000);
  return { ...end, completesAt: Math.max(end.completesAt, shortest) };
}

function newStackSetId(
  { world, region, caller }: OperationContext,
  { stackName }: StackWish,
): string {
  return `arn:aws:cloudformation:${region}:${
    caller.accountId
  }:stackset/${stackName}:${uuidDigest(world.ids.seed, stackName)}`;
}
