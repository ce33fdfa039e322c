import { ChangingResource, ResourceChange } from '../state/entities';
import { CloudFormationError } from './CloudFormationError';
import { JsonObject } from './json';
import { PlannedResource, StackPlan, StackRequest } from './planStack';
import { detailsOf, replacementOf } from './resourceChanges';

/** A resource that the stack has. */
export interface ExistingResource {
  logicalId: string;
  type: string;
  physicalId: string;
  generation?: number;
  retained?: boolean;
}

/** The stack as it is before an update. */
export interface ExistingStack {
  /** Its template and effective parameters. */
  request: Pick<StackRequest, 'template' | 'parameters'>;
  resources: ExistingResource[];
  /** Whether the update gives the stack other tags. */
  tagsChange: boolean;
  /**
   * NoEcho parameters that the update does not mention. What they were is not known any more, so
   * that they count as unchanged.
   */
  unknownValues: ReadonlySet<string>;
}

/** What an update does. */
export interface UpdatePlan {
  outputs: StackPlan['outputs'];
  /** Everything the stack will have, dependencies first. */
  resources: ChangingResource[];
  /** What it will not have any more, dependencies last. */
  removed: ChangingResource[];
  changes: ResourceChange[];
}

/** What {@link compareStacks} goes by besides the two plans. */
export interface Comparison {
  /** Resources that are going to be replaced. */
  replaced: ReadonlySet<string>;
  /** Properties after the update, to be compared with those before. */
  properties: (resource: PlannedResource) => JsonObject;
}

/**
 * Compares a stack with what an update makes of it.
 *
 * @param before - resources of the stack as it is; `undefined` when they cannot be evaluated
 * @throws CloudFormationError when CloudFormation would refuse the update at once
 */
export function compareStacks(
  request: StackRequest,
  existing: ExistingStack,
  before: Map<string, PlannedResource> | undefined,
  after: StackPlan,
  comparison: Comparison,
): Pick<UpdatePlan, 'resources' | 'removed' | 'changes'> {
  const had = new Map(existing.resources.map(item => [item.logicalId, item]));
  const retyped = after.resources.filter(
    ({ logicalId, type }) => (had.get(logicalId)?.type ?? type) !== type,
  );
  if (retyped.length > 0) {
    throw new CloudFormationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped
        .map(({ logicalId }) => logicalId)
        .join(', ')}]`,
    );
  }
  const changes: ResourceChange[] = [];
  const resources = after.resources.map(resource => {
    const { logicalId, type } = resource;
    const old = had.get(logicalId);
    if (!old) {
      changes.push(addition(logicalId, type));
      return changing(resource, 'create');
    }
    const details = detailsOf(
      request,
      existing,
      before?.get(logicalId),
      resource,
      comparison,
    );
    if (details.length === 0) {
      return { ...changing(resource, 'none'), generation: old.generation };
    }
    const isReplaced = comparison.replaced.has(logicalId);
    changes.push({
      Action: 'MODIFY',
      LogicalResourceId: logicalId,
      PhysicalResourceId: old.physicalId,
      ResourceType: type,
      Replacement: replacementOf(details),
      Scope: [...new Set(details.map(({ Target }) => Target.Attribute))],
      Details: details,
    });
    return isReplaced
      ? replacement(resource, old)
      : {
          ...changing(resource, 'update'),
          physicalId: old.physicalId,
          generation: old.generation,
        };
  });
  const has = new Set(after.resources.map(({ logicalId }) => logicalId));
  const removed = existing.resources
    .filter(({ logicalId }) => !has.has(logicalId))
    .reverse()
    .map((old): ChangingResource => {
      changes.push({
        Action: 'REMOVE',
        LogicalResourceId: old.logicalId,
        PhysicalResourceId: old.physicalId,
        ResourceType: old.type,
        Scope: [],
        Details: [],
      });
      return {
        logicalId: old.logicalId,
        type: old.type,
        physicalId: old.physicalId,
        dependsOn: [],
        action: old.retained ? 'retain' : 'delete',
      };
    });
  return { resources, removed, changes };
}

function replacement(
  resource: PlannedResource,
  old: ExistingResource,
): ChangingResource {
  const base: ChangingResource = {
    ...changing(resource, 'replace'),
    generation: (old.generation ?? 0) + 1,
    previousPhysicalId: old.physicalId,
  };
  return resource.physicalId === old.physicalId
    ? {
        ...base,
        failure: {
          reason: `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${old.physicalId} and update the stack again.`,
        },
      }
    : base;
}

/** A planned resource as an update changes it. */
export function changing(
  {
    logicalId,
    type,
    physicalId,
    dependsOn,
    retained,
    failure,
  }: PlannedResource,
  action: ChangingResource['action'],
): ChangingResource {
  return {
    logicalId,
    type,
    physicalId,
    dependsOn,
    action,
    retained: retained || undefined,
    failure: action === 'none' ? undefined : failure,
  };
}

/** The change that adds a resource. */
export function addition(logicalId: string, type: string): ResourceChange {
  return {
    Action: 'ADD',
    LogicalResourceId: logicalId,
    ResourceType: type,
    Scope: [],
    Details: [],
  };
}
