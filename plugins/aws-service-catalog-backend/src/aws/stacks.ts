import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CallOptions } from './AwsService';
import { AwsTarget } from './AwsTarget';
import { AwsCallError, AwsErrorKind } from './errors';

/** A resource of a stack. */
export type AwsStackResource = {
  logicalId: string;
  physicalId?: string;
  type: string;
  /** For example `CREATE_COMPLETE`. */
  status: string;
  reason?: string;
  updatedAt?: Date;
};

/** Something that happened to a stack or to one of its resources. */
export type AwsStackEvent = Omit<AwsStackResource, 'updatedAt'> & {
  id: string;
  at: Date;
};

/** What CloudFormation shows in place of a NoEcho value. */
export const NO_ECHO_MASK = '****';

/** So many resources `DescribeStackResources` shows at most. */
export const MOST_STACK_RESOURCES = 100;

/** The name of the stack that Service Catalog makes for a provisioned product. */
export function stackNameOf(
  { accountId }: Pick<AwsTarget, 'accountId'>,
  provisionedProductId: string,
): string {
  return `SC-${accountId}-${provisionedProductId}`;
}

/** CloudFormation has one name for everything that is wrong with a request, and for a stack that is not there. */
function asNotFound(error: unknown, operation: string): unknown {
  return error instanceof AwsCallError &&
    error.kind === 'invalid' &&
    /does not exist/i.test(error.message)
    ? new AwsCallError(error.message, {
        kind: 'not-found' satisfies AwsErrorKind,
        code: error.code,
        context: { operation, target: error.target },
        requestId: error.requestId,
      })
    : error;
}

async function read<Output>(
  target: AwsTarget,
  operation: string,
  send: Parameters<typeof target.cloudFormation.read<Output>>[1],
  options?: CallOptions,
): Promise<Output> {
  try {
    return await target.cloudFormation.read(operation, send, options);
  } catch (error) {
    throw asNotFound(error, operation);
  }
}

/**
 * The parameters that a stack has now. A NoEcho value is {@link NO_ECHO_MASK}.
 *
 * AWS API: CloudFormation `DescribeStacks`.
 *
 * @param stack - name or ARN; one that is gone is found by its ARN only
 * @throws AwsCallError, of kind `not-found` when there is no such stack
 */
export async function readStackParameters(
  target: AwsTarget,
  stack: string,
  options?: CallOptions,
): Promise<{ key: string; value: string }[]> {
  const { Stacks = [] } = await read(
    target,
    'DescribeStacks',
    (client: CloudFormationClient, sending) =>
      client.send(new DescribeStacksCommand({ StackName: stack }), sending),
    options,
  );
  return (Stacks[0]?.Parameters ?? []).map(
    ({ ParameterKey, ParameterValue, ResolvedValue }) => ({
      key: ParameterKey ?? '',
      // What an SSM parameter resolves to is not what was given.
      value: ParameterValue ?? ResolvedValue ?? '',
    }),
  );
}

/**
 * The resources of a stack, at most {@link MOST_STACK_RESOURCES}: AWS shows the first ones, and does not say whether there are more.
 *
 * AWS API: CloudFormation `DescribeStackResources`.
 *
 * @param stack - name or ARN
 * @throws AwsCallError, of kind `not-found` when there is no such stack
 */
export async function readStackResources(
  target: AwsTarget,
  stack: string,
  options?: CallOptions,
): Promise<AwsStackResource[]> {
  const { StackResources = [] } = await read(
    target,
    'DescribeStackResources',
    (client: CloudFormationClient, sending) =>
      client.send(
        new DescribeStackResourcesCommand({ StackName: stack }),
        sending,
      ),
    options,
  );
  return StackResources.map(resource => ({
    logicalId: resource.LogicalResourceId ?? '',
    physicalId: resource.PhysicalResourceId || undefined,
    type: resource.ResourceType ?? '',
    status: resource.ResourceStatus ?? '',
    reason: resource.ResourceStatusReason || undefined,
    updatedAt: resource.Timestamp,
  }));
}

/**
 * The newest events of a stack, newest first: one page, which has at most 100.
 *
 * AWS API: CloudFormation `DescribeStackEvents`.
 *
 * @param stack - name or ARN
 * @throws AwsCallError, of kind `not-found` when there is no such stack
 */
export async function readNewestStackEvents(
  target: AwsTarget,
  stack: string,
  options?: CallOptions,
): Promise<{ events: AwsStackEvent[]; hasMore: boolean }> {
  const { StackEvents = [], NextToken } = await read(
    target,
    'DescribeStackEvents',
    (client: CloudFormationClient, sending) =>
      client.send(
        new DescribeStackEventsCommand({ StackName: stack }),
        sending,
      ),
    options,
  );
  return {
    hasMore: Boolean(NextToken),
    events: StackEvents.map(event => ({
      id: event.EventId ?? '',
      at: event.Timestamp ?? new Date(0),
      logicalId: event.LogicalResourceId ?? '',
      physicalId: event.PhysicalResourceId || undefined,
      type: event.ResourceType ?? '',
      status: event.ResourceStatus ?? '',
      reason: event.ResourceStatusReason || undefined,
    })),
  };
}
