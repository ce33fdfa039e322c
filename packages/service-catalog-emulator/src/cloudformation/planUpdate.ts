import { isDeepStrictEqual } from 'node:util';
import {
  ChangingResource,
  ResourceChange,
  ResourceChangeDetail,
} from '../state/entities';
import { CloudFormationError } from './CloudFormationError';
import { JsonObject } from './json';
import { NO_ECHO_MASK } from './parameters';
import {
  PlannedResource,
  planStack,
  StackPlan,
  StackRequest,
} from './planStack';
import { referencedNames } from './references';
import { isTaggable, requiresRecreation } from './replacements';

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
    const comparison = compare(request, existing, before, after, {
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

/** What {@link compare} goes by besides the two plans. */
interface Comparison {
  /** Resources that are going to be replaced. */
  replaced: ReadonlySet<string>;
  /** Properties after the update, to be compared with those before. */
  properties: (resource: PlannedResource) => JsonObject;
}

function compare(
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

/** What changes about a resource that stays, and why. */
function detailsOf(
  { template, parameters }: StackRequest,
  { request: own, tagsChange }: ExistingStack,
  before: PlannedResource | undefined,
  after: PlannedResource,
  { replaced, properties }: Comparison,
): ResourceChangeDetail[] {
  const { logicalId, type } = after;
  const wanted = properties(after);
  const details: ResourceChangeDetail[] = [];
  const names = new Set([
    ...Object.keys(before?.properties ?? {}),
    ...Object.keys(wanted),
  ]);
  const declared = template.resources[logicalId];
  for (const Name of names) {
    if (!isDeepStrictEqual(before?.properties[Name], wanted[Name])) {
      const refersTo = referencedNames(declared.properties[Name]);
      const cause =
        [...refersTo].find(name => replaced.has(name)) ??
        [...refersTo].find(
          name =>
            Object.hasOwn(parameters, name) &&
            parameters[name] !== own.parameters[name],
        );
      const dynamic = cause !== undefined && replaced.has(cause);
      const recreation = requiresRecreation(type, Name);
      details.push({
        Target: {
          Attribute: 'PROPERTIES',
          Name,
          RequiresRecreation: recreation,
        },
        Evaluation: dynamic ? 'DYNAMIC' : 'STATIC',
        CausingEntity: cause,
      });
    }
  }
  const other = (Attribute: 'DELETIONPOLICY' | 'TAGS') =>
    details.push({
      Target: { Attribute, RequiresRecreation: 'NEVER' },
      Evaluation: 'STATIC',
    });
  if (
    own.template.resources[logicalId]?.deletionPolicy !==
    declared.deletionPolicy
  ) {
    other('DELETIONPOLICY');
  }
  if (tagsChange && isTaggable(type)) {
    other('TAGS');
  }
  return details;
}

function replacementOf(
  details: ResourceChangeDetail[],
): NonNullable<ResourceChange['Replacement']> {
  const decisive = details.filter(
    ({ Target }) => Target.RequiresRecreation !== 'NEVER',
  );
  if (decisive.length === 0) {
    return 'FALSE';
  }
  // What a value will be that is not known yet, CloudFormation cannot say.
  return decisive.some(
    ({ Target, Evaluation }) =>
      Target.RequiresRecreation === 'ALWAYS' && Evaluation === 'STATIC',
  )
    ? 'TRUE'
    : 'CONDITIONAL';
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

function changing(
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

function addition(logicalId: string, type: string): ResourceChange {
  return {
    Action: 'ADD',
    LogicalResourceId: logicalId,
    ResourceType: type,
    Scope: [],
    Details: [],
  };
}
