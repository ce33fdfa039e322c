import { CloudFormationError } from './CloudFormationError';
import {
  conditionHolds,
  evaluate,
  EvaluationScope,
  ResourceIdentity,
} from './evaluate';
import { asText, isObject, JsonObject } from './json';
import { referencedNames } from './references';
import { ParameterTexts, parameterValues } from './parameters';
import { resourceFailure, ResourceFailure } from './resourceFailures';
import { attributeOf, physicalIdOf } from './resourceIdentity';
import { ResourceContext } from './resourceModels';
import { checkRules } from './rules';
import { Template, TemplateRule } from './template';

/** A stack to be created or updated. */
export interface StackRequest {
  template: Template;
  /** Effective values of all parameters, from {@link resolveParameters}. */
  parameters: ParameterTexts;
  /** Rules of template constraints, besides those of the template. */
  constraintRules: { [name: string]: TemplateRule }[];
  stackName: string;
  stackId: string;
  accountId: string;
  region: string;
  notificationArns: string[];
  /** How often resources have been replaced, by logical id. */
  generations?: { [logicalId: string]: number };
}

/** A resource that the stack will have. */
export interface PlannedResource {
  logicalId: string;
  type: string;
  physicalId: string;
  /** Logical ids of the resources it waits for. */
  dependsOn: string[];
  /** Evaluated properties. */
  properties: JsonObject;
  /** Whether its `DeletionPolicy` keeps it when its stack goes. */
  retained: boolean;
  /** Set when AWS would fail to create it. */
  failure?: ResourceFailure;
}

/** A stack output, evaluated. */
export interface PlannedOutput {
  key: string;
  value: string;
  description?: string;
}

/** What a stack will consist of. Resources come after those they depend on. */
export interface StackPlan {
  resources: PlannedResource[];
  outputs: PlannedOutput[];
}

/**
 * Works out what CloudFormation would make of a template and parameters: which resources in which
 * order, with which physical ids, and which outputs.
 *
 * @throws CloudFormationError when CloudFormation would refuse the stack at once
 */
export function planStack(request: StackRequest): StackPlan {
  const { template } = request;
  const { scope, properties } = createScope(request);
  checkRules(template.rules, scope);
  request.constraintRules.forEach(rules => checkRules(rules, scope));

  const present = Object.keys(template.resources).filter(logicalId =>
    exists(template, logicalId, scope),
  );
  const dependencies = new Map(
    present.map(logicalId => {
      const { properties: declared, dependsOn } = template.resources[logicalId];
      const names = new Set([...referencedNames(declared), ...dependsOn]);
      return [logicalId, present.filter(other => names.has(other))];
    }),
  );
  const resources = ordered(dependencies).map(logicalId => {
    const { type, deletionPolicy } = template.resources[logicalId];
    return {
      logicalId,
      type,
      physicalId: scope.resource(logicalId)!.physicalId,
      dependsOn: dependencies.get(logicalId)!,
      properties: properties(logicalId),
      retained: deletionPolicy === 'Retain',
      failure: resourceFailure(
        type,
        logicalId,
        properties(logicalId),
        template,
      ),
    };
  });
  return { resources, outputs: evaluateOutputs(template, scope) };
}

/** The scope in which the stack's expressions are evaluated; resources are worked out on first use. */
function createScope(request: StackRequest): {
  scope: EvaluationScope;
  properties: (logicalId: string) => JsonObject;
} {
  const { template, accountId, region, stackName, stackId } = request;
  const contexts = new Map<string, ResourceContext | undefined>();
  const identities = new Map<string, ResourceIdentity>();
  const scope: EvaluationScope = {
    template,
    // NoEcho hides a value from descriptions of the stack, but not from its outputs.
    parameters: parameterValues(template, request.parameters),
    pseudo: {
      'AWS::AccountId': accountId,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
      'AWS::StackId': stackId,
      'AWS::NotificationARNs': request.notificationArns,
    },
    resource: logicalId => identity(logicalId),
    importValue: name => `imported-${name}`,
    conditionResults: new Map(),
  };

  function contextOf(logicalId: string): ResourceContext | undefined {
    if (!exists(template, logicalId, scope)) {
      return undefined;
    }
    const known = contexts.get(logicalId);
    if (known) {
      return known;
    }
    if (contexts.has(logicalId)) {
      throw new CloudFormationError(
        `Circular dependency between resources: [${[...contexts.keys()].join(
          ', ',
        )}]`,
      );
    }
    contexts.set(logicalId, undefined);
    const { type, properties: declared } = template.resources[logicalId];
    const evaluated = evaluate(declared, scope);
    const context: ResourceContext = {
      type,
      logicalId,
      properties: isObject(evaluated) ? evaluated : {},
      stackName,
      accountId,
      region,
      seed: [stackId, logicalId, request.generations?.[logicalId] ?? []]
        .flat()
        .join('/'),
    };
    contexts.set(logicalId, context);
    return context;
  }

  function identity(logicalId: string): ResourceIdentity | undefined {
    const known = identities.get(logicalId);
    const context = known ? undefined : contextOf(logicalId);
    if (!context) {
      return known;
    }
    const physicalId = physicalIdOf(context);
    const made: ResourceIdentity = {
      physicalId,
      attribute: name => attributeOf(context, physicalId, name),
    };
    identities.set(logicalId, made);
    return made;
  }

  return {
    scope,
    properties: logicalId => contextOf(logicalId)?.properties ?? {},
  };
}

function exists(
  template: Template,
  logicalId: string,
  scope: EvaluationScope,
): boolean {
  const resource = template.resources[logicalId];
  return (
    resource !== undefined &&
    (resource.condition === undefined ||
      conditionHolds(resource.condition, scope))
  );
}

/** Orders resources so that each comes after its dependencies. */
function ordered(dependencies: Map<string, string[]>): string[] {
  const result: string[] = [];
  const done = new Set<string>();
  let remaining = [...dependencies.keys()];
  while (remaining.length > 0) {
    const ready = remaining.filter(logicalId =>
      dependencies.get(logicalId)!.every(other => done.has(other)),
    );
    if (ready.length === 0) {
      throw new CloudFormationError(
        `Circular dependency between resources: [${remaining.join(', ')}]`,
      );
    }
    ready.forEach(logicalId => done.add(logicalId));
    result.push(...ready);
    remaining = remaining.filter(logicalId => !done.has(logicalId));
  }
  return result;
}

function evaluateOutputs(
  template: Template,
  scope: EvaluationScope,
): PlannedOutput[] {
  return Object.entries(template.outputs)
    .filter(
      ([, { condition }]) =>
        condition === undefined || conditionHolds(condition, scope),
    )
    .map(([key, { value, description }]) => ({
      key,
      value: asText(evaluate(value, scope)),
      description,
    }));
}
