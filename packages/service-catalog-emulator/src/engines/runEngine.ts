import { ownerOfProduct } from '../catalog/sharing';
import { maskNoEcho } from '../cloudformation/parameters';
import { OperationContext } from '../context';
import { failureReason } from '../faults/FaultRegistry';
import { DeletionResult } from '../provisioning/runDeletion';
import { StackWish } from '../provisioning/prepareStack';
import { StackResult } from '../provisioning/runStack';
import { acceptanceSeconds } from '../provisioning/timeline';
import {
  EngineWorkflow,
  ProvisionedProduct,
  RecordError,
} from '../state/entities';
import { alphanumericDigest } from '../state/ids';
import { cannotBeAssumed } from '../state/RoleDirectory';
import { withoutAutoTags } from '../provisioning/launch';

/**
 * Hands a launch or an update to an engine. Without an engine of the emulator's own it is under way until somebody
 * notifies Service Catalog of the result.
 */
export function runEngine(
  context: OperationContext,
  wish: StackWish,
): StackResult {
  const { world, settings, faults } = context;
  const { artifact, existing, launchRoleArn, provisionedProductId } = wish;
  const template = world.template(artifact.templateDigest);
  const parameters = maskNoEcho(template, wish.parameters);
  const timing = timingOf(context);
  const base = {
    ...timing,
    resources: [],
    rollbackFailed: false,
    parameters,
    outputs: [],
  };
  if (settings.engineSeconds === undefined) {
    return {
      ...base,
      workflow: {
        ...newWorkflow(context, artifact.productId),
        artifactUrl: artifact.templateUrl,
        parameters: Object.entries(wish.parameters)
          // Engines are not told previous values.
          .filter(([key]) => !wish.trusted?.has(key))
          .map(([key, value]) => ({ key, value })),
        tags: wish.tags,
      },
    };
  }
  const fault = faults.take(existing ? 'updateFailure' : 'provisionFailure', {
    parameters,
    resourceTypes: [],
  });
  const reason = world.roles.exists(launchRoleArn ?? '')
    ? failureReason(fault)
    : cannotBeAssumed(launchRoleArn);
  if (reason !== undefined) {
    const error = engineError(reason);
    return { ...base, error, statusMessage: error.Description };
  }
  return {
    ...base,
    outputs: Object.entries(template.outputs).map(([key, { description }]) => ({
      OutputKey: key,
      OutputValue: `${key}-${alphanumericDigest(
        8,
        world.ids.seed,
        provisionedProductId,
        key,
      )}`,
      Description: description,
    })),
  };
}

/** Has the engine remove what it made. */
export function runEngineTermination(
  context: OperationContext,
  provisioned: ProvisionedProduct,
  options: { ignoreErrors: boolean; retain: boolean },
): DeletionResult {
  const { settings, faults, now } = context;
  const timing = timingOf(context);
  const base = { ...timing, resources: [] };
  if (options.retain) {
    return { ...base, completesAt: timing.startsAt + (timing.startsAt - now) };
  }
  if (settings.engineSeconds === undefined) {
    return {
      ...base,
      workflow: {
        ...newWorkflow(context, provisioned.productId),
        parameters: [],
        tags: withoutAutoTags(provisioned.tags),
        ignoreErrors: options.ignoreErrors,
      },
    };
  }
  const fault = faults.take('terminateFailure', {
    parameters: provisioned.parameters,
    resourceTypes: [],
  });
  const reason = options.ignoreErrors ? undefined : failureReason(fault);
  return reason === undefined ? base : { ...base, error: engineError(reason) };
}

/** The error of a record whose engine failed. */
export function engineError(reason: string): RecordError {
  return { Code: 'EngineWorkflowFailed', Description: reason };
}

function timingOf({ now, settings }: OperationContext): {
  startsAt: number;
  completesAt?: number;
} {
  const { engineSeconds } = settings;
  return engineSeconds === undefined
    ? { startsAt: now + Math.round(acceptanceSeconds(settings) * 1000) }
    : {
        startsAt:
          now +
          Math.round(
            Math.min(acceptanceSeconds(settings), engineSeconds) * 1000,
          ),
        completesAt: now + Math.round(engineSeconds * 1000),
      };
}

/** The product's own account has the engine, wherever the product is launched. */
function newWorkflow(
  { state, world }: OperationContext,
  productId: string,
): Pick<EngineWorkflow, 'token' | 'engineAccountId'> {
  return {
    token: Buffer.from(world.ids.uuid()).toString('base64'),
    engineAccountId: (ownerOfProduct(state, productId) ?? state).accountId,
  };
}
