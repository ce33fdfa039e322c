import { withoutAutoTags } from '../provisioning/launch';
import { OperationContext } from '../context';
import { DeletionResult, runDeletion } from '../provisioning/runDeletion';
import { acceptanceSeconds } from '../provisioning/timeline';
import { ProvisionedProduct, StackInstance } from '../state/entities';
import { instancesAfter } from './instances';
import { InstanceRun, schedule } from './schedule';

/** Deletes a stack set, stack by stack; with the first that cannot be deleted it ends. */
export function runStackSetDeletion(
  context: OperationContext,
  provisioned: ProvisionedProduct,
  options: { ignoreErrors: boolean; retain: boolean },
): DeletionResult {
  const { now, settings } = context;
  const acceptance = Math.round(acceptanceSeconds(settings) * 1000);
  const startsAt = now + acceptance;
  const instances = provisioned.instances ?? [];
  const { changes, completesAt, failsAt, error } = schedule(
    context,
    options.retain ? [] : instances,
    { tolerance: () => 0, concurrency: () => 1 },
    withoutAutoTags(provisioned.tags),
    (there, instance) => runInstanceDeletion(there, instance, options),
    instance => instance,
  );
  return {
    startsAt,
    failsAt,
    completesAt: Math.max(completesAt, startsAt + acceptance),
    resources: [],
    error,
    instanceChanges: changes,
    instances: instancesAfter(instances, changes),
  };
}

/** Deletes one stack of a stack set. */
export function runInstanceDeletion(
  context: OperationContext,
  instance: StackInstance,
  { ignoreErrors }: { ignoreErrors: boolean },
): InstanceRun {
  const { startsAt, failsAt, completesAt, stack, resources, error } =
    runDeletion(context, instance, { ignoreErrors, retain: false });
  return {
    failsAt,
    completesAt: completesAt!,
    error,
    stack: stack && {
      stack,
      startsAt,
      outcome: {
        status: stack.failure === undefined ? 'SUCCEEDED' : 'FAILED',
        outputs: [],
      },
    },
    after: error && { ...instance, status: 'INOPERABLE', resources },
  };
}
