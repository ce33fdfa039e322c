import { OperationContext } from '../context';
import { failureReason } from '../faults/FaultRegistry';
import {
  EngineWorkflow,
  ProvisionedProduct,
  RecordError,
  StackInstance,
  StackInstanceChange,
  StackOperation,
  StackResource,
} from '../state/entities';
import { cannotBeAssumed } from '../state/RoleDirectory';
import { refusalError } from './refusal';
import { acceptanceSeconds, ChangedResource, inSequence } from './timeline';

/** When and how a deletion ends. */
export interface DeletionResult {
  startsAt: number;
  failsAt?: number;
  /** Absent while an engine works on it. */
  completesAt?: number;
  /** What happens to the stack. Absent when there is none, or when it is kept. */
  stack?: StackOperation;
  /** Resources that are left. */
  resources: StackResource[];
  /** Set when it failed. */
  error?: RecordError;
  /** What an engine is to do, instead of CloudFormation. */
  workflow?: EngineWorkflow;
  /** What happens to the stacks of a stack set, and which are left. */
  instanceChanges?: StackInstanceChange[];
  instances?: StackInstance[];
}

/** How long a deletion takes, as a part of `stackSeconds`. */
const DELETION_SHARE = 0.5;

/**
 * Deletes a provisioned product's stack: resources go one after another, the last one made first.
 * One that cannot be deleted keeps those that were made before it.
 */
export function runDeletion(
  { now, settings, faults, world }: OperationContext,
  provisioned: Pick<
    ProvisionedProduct,
    'stackId' | 'resources' | 'parameters' | 'templateDigest' | 'launchRoleArn'
  >,
  options: {
    /** Gives up the stack when it cannot be deleted, instead of failing. */
    ignoreErrors: boolean;
    /** Gives up the stack without touching it. */
    retain: boolean;
  },
): DeletionResult {
  const acceptance = Math.round(acceptanceSeconds(settings) * 1000);
  const startsAt = now + acceptance;
  const { stackId, resources, parameters, templateDigest, launchRoleArn } =
    provisioned;
  if (stackId === undefined || options.retain) {
    return { startsAt, completesAt: startsAt + acceptance, resources };
  }
  if (launchRoleArn !== undefined && !world.roles.exists(launchRoleArn)) {
    return {
      startsAt,
      completesAt: startsAt + acceptance,
      resources,
      error: options.ignoreErrors
        ? undefined
        : refusalError(cannotBeAssumed(launchRoleArn), stackId, { world, now }),
    };
  }
  const fault = faults.take('terminateFailure', {
    parameters,
    resourceTypes: resources.map(({ type }) => type),
  });
  const endsAt =
    startsAt +
    (resources.length > 0
      ? Math.round(settings.stackSeconds * DELETION_SHARE * 1000)
      : acceptance);
  const order = [...resources].reverse().map(deletionOf);
  const deletions = inSequence(order, startsAt, endsAt);
  const failedIndex = fault
    ? deletions.findIndex(
        ({ type, action }) =>
          action === 'delete' && (fault.resourceType ?? type) === type,
      )
    : -1;
  const operation: StackOperation = {
    stackId,
    kind: 'delete',
    templateDigest,
    parameters,
    resources: deletions,
    cleanup: [],
  };
  if (!fault || failedIndex < 0) {
    return { startsAt, completesAt: endsAt, stack: operation, resources: [] };
  }
  const failed = deletions[failedIndex];
  const reason = failureReason(fault);
  const left = new Set(order.slice(failedIndex).map(item => item.logicalId));
  return {
    startsAt,
    failsAt: options.ignoreErrors ? undefined : failed.endsAt,
    completesAt: failed.endsAt,
    stack: {
      ...operation,
      resources: [
        ...deletions.slice(0, failedIndex),
        { ...failed, failure: reason },
      ],
      failure: failed.logicalId,
    },
    resources: resources.filter(({ logicalId }) => left.has(logicalId)),
    error: options.ignoreErrors
      ? undefined
      : {
          Code: 'ResourceFailed',
          Description: `The following resource(s) failed to delete: [${failed.logicalId}]. ${reason}`,
        },
  };
}

function deletionOf(resource: StackResource): ChangedResource {
  const { logicalId, type, physicalId, retained } = resource;
  return {
    logicalId,
    type,
    physicalId,
    dependsOn: [],
    action: retained ? 'retain' : 'delete',
  };
}
