import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { ParameterTexts } from '../cloudformation/parameters';
import { OperationContext } from '../context';
import { failureReason } from '../faults/FaultRegistry';
import {
  ChangingResource,
  EngineWorkflow,
  PreparedStack,
  RecordError,
  RecordOutput,
  StackInstance,
  StackInstanceChange,
  StackOperation,
  StackResource,
} from '../state/entities';
import { prepareStack, StackInputs } from './prepareStack';
import { refusal } from './refusal';
import {
  acceptanceSeconds,
  ChangedResource,
  inSequence,
  layOut,
  stopAt,
} from './timeline';

/** When and how CloudFormation ends, known from the start. */
export interface StackResult {
  startsAt: number;
  failsAt?: number;
  /** Absent while an engine works on it. */
  completesAt?: number;
  /** What happens to the stack. Absent when CloudFormation refused before it touched a resource. */
  stack?: StackOperation;
  /** Resources that the stack has afterwards. */
  resources: StackResource[];
  /** Absent when CloudFormation refused to make a stack at all. */
  stackId?: string;
  /** Set when it failed. */
  error?: RecordError;
  /** Whether undoing the failure failed too. */
  rollbackFailed: boolean;
  statusMessage?: string;
  /** Effective parameter values, NoEcho masked; empty when it failed before they were known. */
  parameters: ParameterTexts;
  /** Outputs of a success. */
  outputs: RecordOutput[];
  /** What an engine is to do, instead of CloudFormation. */
  workflow?: EngineWorkflow;
  /** What happens to the stacks of a stack set, and which it has afterwards. */
  instanceChanges?: StackInstanceChange[];
  instances?: StackInstance[];
}

/** How long a rollback or a clean-up takes, as a part of `stackSeconds`. */
const ROLLBACK_SHARE = 0.25;

/**
 * Runs a stack in advance: everything that will happen to it is decided now, and the clock reveals
 * it. CloudFormation's own refusals come a little later too, as on AWS: the request has been
 * accepted by then.
 */
export function runStack(
  context: OperationContext,
  wish: StackInputs,
): StackResult {
  try {
    return runPrepared(
      context,
      prepareStack(context, wish),
      wish.existing?.resources,
    );
  } catch (error) {
    if (!(error instanceof CloudFormationError)) {
      throw error;
    }
    return refusal(error.message, wish, context);
  }
}

/**
 * The same for a stack that was worked out before, by a plan.
 *
 * @param existing - the stack's resources before; absent when it does not exist yet
 */
export function runPrepared(
  { now, settings, faults }: OperationContext,
  prepared: PreparedStack,
  existing: StackResource[] | undefined,
): StackResult {
  const isUpdate = existing !== undefined;
  const { stackId, templateDigest, parameters, outputs } = prepared;
  const fault = faults.take(isUpdate ? 'updateFailure' : 'provisionFailure', {
    parameters,
    resourceTypes: prepared.resources.filter(isChanged).map(({ type }) => type),
  });
  const acceptance = acceptanceSeconds(settings);
  const startsAt = now + Math.round(acceptance * 1000);
  const changed = withInjectedFailure(
    prepared.resources,
    fault && {
      reason: failureReason(fault)!,
      type: fault.resourceType,
    },
  );
  const obsolete = obsoleteResources(prepared);
  const tailSeconds =
    obsolete.length > 0 ? settings.stackSeconds * ROLLBACK_SHARE : 0;
  const timeline = layOut(
    changed,
    startsAt,
    settings.stackSeconds - acceptance - tailSeconds,
    settings,
  );
  const { failed } = timeline;
  const operation: StackOperation = {
    stackId,
    kind: isUpdate ? 'update' : 'create',
    templateDigest,
    parameters,
    resources: failed ? stopAt(timeline.resources, failed) : timeline.resources,
    cleanup: [],
  };
  if (failed) {
    const rollbackFailed = fault?.rollbackFails === true;
    const error = {
      Code: 'ResourceFailed',
      Description: `The following resource(s) failed: [${failed.logicalId}]. ${failed.failure}`,
    };
    return {
      startsAt,
      failsAt: failed.endsAt,
      completesAt:
        failed.endsAt +
        Math.round(settings.stackSeconds * ROLLBACK_SHARE * 1000),
      stack: {
        ...operation,
        failure: failed.logicalId,
        rollbackFailure: rollbackFailed
          ? `The following resource(s) failed to ${
              isUpdate ? 'update' : 'delete'
            }: [${failed.logicalId}].`
          : undefined,
      },
      // What is kept when its stack goes is kept when its stack never comes to be, too.
      resources: existing ?? (rollbackFailed ? operation.resources : []),
      stackId,
      error,
      rollbackFailed,
      statusMessage: error.Description,
      parameters,
      outputs,
    };
  }
  const completesAt = timeline.endsAt + Math.round(tailSeconds * 1000);
  const changes = new Map(
    timeline.resources.map(resource => [resource.logicalId, resource]),
  );
  const before = new Map(
    existing?.map(resource => [resource.logicalId, resource]),
  );
  return {
    startsAt,
    completesAt,
    stack: {
      ...operation,
      cleanup: inSequence(obsolete, timeline.endsAt, completesAt),
    },
    resources: prepared.resources.map(
      ({ logicalId }) => changes.get(logicalId) ?? before.get(logicalId)!,
    ),
    stackId,
    rollbackFailed: false,
    parameters,
    outputs,
  };
}

/** What an update deletes at its end: what it removed, and what it replaced. */
function obsoleteResources(prepared: PreparedStack): ChangedResource[] {
  const replaced = prepared.resources
    .filter(({ action }) => action === 'replace')
    .reverse()
    .map(
      ({ logicalId, type, previousPhysicalId, retained }): ChangedResource => ({
        logicalId,
        type,
        physicalId: previousPhysicalId!,
        dependsOn: [],
        action: retained ? 'retain' : 'delete',
      }),
    );
  return [...prepared.removed.filter(isChanged), ...replaced];
}

/** The resources that change, the one that is to fail among them. */
function withInjectedFailure(
  resources: ChangingResource[],
  failure: { reason: string; type?: string } | undefined,
): ChangedResource[] {
  const changed = resources.filter(isChanged);
  if (!failure) {
    return changed;
  }
  const failing =
    failure.type === undefined
      ? changed.at(-1) ?? resources.at(-1)!
      : changed.find(({ type }) => type === failure.type) ?? resources.at(-1)!;
  // Where nothing changes, something must in order to fail.
  return resources
    .filter(resource => isChanged(resource) || resource === failing)
    .map(resource => ({
      ...resource,
      action: resource.action === 'none' ? 'update' : resource.action,
      failure:
        resource === failing ? { reason: failure.reason } : resource.failure,
    }));
}

function isChanged(resource: ChangingResource): resource is ChangedResource {
  return resource.action !== 'none';
}
