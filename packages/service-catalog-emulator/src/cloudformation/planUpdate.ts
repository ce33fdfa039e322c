import { CloudFormationError } from './CloudFormationError';
import {
  addition,
  changing,
  compareStacks,
  ExistingStack,
  UpdatePlan,
} from './compareStacks';
import { JsonObject } from './json';
import { NO_ECHO_MASK } from './parameters';
import { PlannedResource, planStack, StackRequest } from './planStack';

/**
 * Works out an update by comparing the stack's evaluated properties before and after it. A resource
 * that is replaced gets a new physical id, which may change those that refer to it in turn.
 *
 * @throws CloudFormationError when CloudFormation would refuse the update at once
 */
export function planUpdate(
  request: StackRequest,
  existing: ExistingStack,
): UpdatePlan {
  const generations: { [logicalId: string]: number } = {};
  for (const { logicalId, generation } of existing.resources) {
    if (generation !== undefined) {
      generations[logicalId] = generation;
    }
  }
  const before = attemptPlan({
    ...request,
    ...existing.request,
    generations: { ...generations },
  });
  const replaced = new Set<string>();
  for (;;) {
    const after = planStack({ ...request, generations });
    const comparable = comparableProperties(request, existing, generations);
    const comparison = compareStacks(request, existing, before, after, {
      replaced,
      properties: comparable ?? (resource => resource.properties),
    });
    const newlyReplaced = comparison.changes.filter(
      ({ LogicalResourceId: id, Details }) =>
        !replaced.has(id) &&
        Details.some(({ Target }) => Target.RequiresRecreation === 'ALWAYS'),
    );
    if (newlyReplaced.length === 0) {
      return { outputs: after.outputs, ...comparison };
    }
    for (const { LogicalResourceId: id } of newlyReplaced) {
      replaced.add(id);
      generations[id] = (generations[id] ?? 0) + 1;
    }
  }
}

/** Properties as they are when values that are unknown are masked like those before. */
function comparableProperties(
  request: StackRequest,
  { unknownValues }: ExistingStack,
  generations: { [logicalId: string]: number },
): ((resource: PlannedResource) => JsonObject) | undefined {
  if (unknownValues.size === 0) {
    return undefined;
  }
  const parameters = { ...request.parameters };
  unknownValues.forEach(name => {
    parameters[name] = NO_ECHO_MASK;
  });
  const masked = attemptPlan({ ...request, parameters, generations });
  return ({ logicalId, properties }) =>
    masked?.get(logicalId)?.properties ?? properties;
}

/** What a creation does: everything is added. */
export function planCreation(request: StackRequest): UpdatePlan {
  const { resources, outputs } = planStack(request);
  return {
    outputs,
    resources: resources.map(resource => changing(resource, 'create')),
    removed: [],
    changes: resources.map(({ logicalId, type }) => addition(logicalId, type)),
  };
}

/** A plan's resources; `undefined` when a masked NoEcho value makes it impossible to evaluate. */
function attemptPlan(
  request: StackRequest,
): Map<string, PlannedResource> | undefined {
  try {
    const { resources } = planStack({ ...request, constraintRules: [] });
    return new Map(resources.map(resource => [resource.logicalId, resource]));
  } catch (error) {
    if (error instanceof CloudFormationError) {
      return undefined;
    }
    throw error;
  }
}
