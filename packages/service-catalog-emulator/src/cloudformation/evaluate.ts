import { CloudFormationError } from './CloudFormationError';
import { asText, isObject, JsonObject } from './json';
import { ParameterValues } from './parameters';
import { PLACEHOLDER } from './references';
import { subnetBlocks } from './subnetBlocks';
import { Template } from './template';

/** A resource as `Ref` and `Fn::GetAtt` see it. */
export interface ResourceIdentity {
  physicalId: string;
  attribute(name: string): unknown;
}

/** Everything an expression of a template may refer to. */
export interface EvaluationScope {
  template: Template;
  parameters: ParameterValues;
  /** `AWS::Region` and its like. */
  pseudo: ParameterValues;
  /** A resource of the stack, or `undefined` when the stack has none of that name. */
  resource(logicalId: string): ResourceIdentity | undefined;
  /** Value another stack exports under that name. */
  importValue(name: string): unknown;
  /** Conditions evaluated so far; `undefined` while one is being evaluated. */
  conditionResults: Map<string, boolean | undefined>;
}

type Intrinsic = (argument: unknown, scope: EvaluationScope) => unknown;

const INTRINSICS: { [name: string]: Intrinsic } = {
  Ref: (argument, scope) => reference(text(argument, 'Ref'), scope),
  Condition: (argument, scope) =>
    conditionHolds(text(argument, 'Condition'), scope),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = list(argument, 'Fn::Join');
    return list(evaluate(items, scope), 'Fn::Join')
      .map(asText)
      .join(asText(delimiter));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, 'Fn::Select');
    const choices = list(evaluate(items, scope), 'Fn::Select');
    const position = Number(evaluate(index, scope));
    if (!(position in choices)) {
      throw new CloudFormationError(
        `Template error: Fn::Select cannot select nonexistent value at index ${position}`,
      );
    }
    return choices[position];
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = list(argument, 'Fn::Split');
    return asText(evaluate(source, scope)).split(asText(delimiter));
  },
  'Fn::If': (argument, scope) => {
    const [name, then, otherwise] = list(argument, 'Fn::If');
    return evaluate(
      conditionHolds(text(name, 'Fn::If'), scope) ? then : otherwise,
      scope,
    );
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, 'Fn::Equals').map(item =>
      evaluate(item, scope),
    );
    return JSON.stringify(asText(left)) === JSON.stringify(asText(right));
  },
  'Fn::Not': (argument, scope) =>
    !evaluate(list(argument, 'Fn::Not')[0], scope),
  'Fn::And': (argument, scope) =>
    list(argument, 'Fn::And').every(item => evaluate(item, scope)),
  'Fn::Or': (argument, scope) =>
    list(argument, 'Fn::Or').some(item => evaluate(item, scope)),
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(argument, 'Fn::FindInMap').map(item =>
      asText(evaluate(item, scope)),
    );
    const found = member(member(scope.template.mappings[map], first), second);
    if (found === undefined) {
      throw new CloudFormationError(
        `Template error: Unable to get mapping for ${map}::${first}::${second}`,
      );
    }
    return found;
  },
  'Fn::Base64': (argument, scope) =>
    Buffer.from(asText(evaluate(argument, scope))).toString('base64'),
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(asText(evaluate(argument, scope))),
  'Fn::GetAZs': (argument, scope) => {
    const region =
      asText(evaluate(argument, scope)) || asText(scope.pseudo['AWS::Region']);
    return ['a', 'b', 'c'].map(zone => `${region}${zone}`);
  },
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = list(argument, 'Fn::Cidr').map(item =>
      asText(evaluate(item, scope)),
    );
    return subnetBlocks(block, Number(count), Number(bits || 8));
  },
  'Fn::Length': (argument, scope) =>
    list(evaluate(argument, scope), 'Fn::Length').length,
  'Fn::ToJsonString': (argument, scope) =>
    JSON.stringify(evaluate(argument, scope)),
};

/**
 * Evaluates a template expression. Members whose value is `AWS::NoValue` disappear.
 *
 * @throws CloudFormationError when the expression refers to something that is not there
 */
export function evaluate(value: unknown, scope: EvaluationScope): unknown {
  if (Array.isArray(value)) {
    return value
      .map(item => evaluate(item, scope))
      .filter(item => item !== undefined);
  }
  if (!isObject(value)) {
    return value;
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && Object.hasOwn(INTRINSICS, keys[0])) {
    // A lone `Condition` is a reference only where it is text; policies have an object there.
    if (keys[0] !== 'Condition' || typeof value.Condition === 'string') {
      return INTRINSICS[keys[0]](value[keys[0]], scope);
    }
  }
  const result: JsonObject = {};
  for (const key of keys) {
    const evaluated = evaluate(value[key], scope);
    if (evaluated !== undefined) {
      result[key] = evaluated;
    }
  }
  return result;
}

/** Whether the template's condition holds. */
export function conditionHolds(name: string, scope: EvaluationScope): boolean {
  const known = scope.conditionResults.get(name);
  if (known !== undefined) {
    return known;
  }
  if (!(name in scope.template.conditions)) {
    throw new CloudFormationError(
      `Template format error: Unresolved condition dependency ${name}`,
    );
  }
  if (scope.conditionResults.has(name)) {
    throw new CloudFormationError(
      `Template error: Found circular condition dependency: ${name}`,
    );
  }
  scope.conditionResults.set(name, undefined);
  const holds = Boolean(evaluate(scope.template.conditions[name], scope));
  scope.conditionResults.set(name, holds);
  return holds;
}

function reference(name: string, scope: EvaluationScope): unknown {
  if (name === 'AWS::NoValue') {
    return undefined;
  }
  const value =
    scope.pseudo[name] ??
    scope.parameters[name] ??
    scope.resource(name)?.physicalId;
  if (value === undefined) {
    throw unresolved(name);
  }
  return value;
}

function getAttribute(argument: unknown, scope: EvaluationScope): unknown {
  const [logicalId, ...path] = Array.isArray(argument)
    ? argument.map(item => asText(evaluate(item, scope)))
    : asText(argument).split('.');
  const resource = scope.resource(logicalId);
  if (!resource) {
    throw unresolved(logicalId);
  }
  return resource.attribute(path.join('.'));
}

function substitute(argument: unknown, scope: EvaluationScope): unknown {
  const [source, variables] = Array.isArray(argument) ? argument : [argument];
  const own = isObject(variables) ? variables : {};
  return asText(source)
    .replace(PLACEHOLDER, (_, raw: string) => {
      const name = raw.trim();
      if (Object.hasOwn(own, name)) {
        return asText(evaluate(own[name], scope));
      }
      return asText(
        name.includes('.') ? getAttribute(name, scope) : reference(name, scope),
      );
    })
    .replace(/\$\{!([^{}]*)\}/g, '${$1}');
}

function unresolved(name: string): CloudFormationError {
  return new CloudFormationError(
    `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
  );
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name)
    ? value[name]
    : undefined;
}

function list(value: unknown, intrinsic: string): unknown[] {
  if (!Array.isArray(value)) {
    throw new CloudFormationError(
      `Template error: every ${intrinsic} object requires a list of arguments`,
    );
  }
  return value;
}

function text(value: unknown, intrinsic: string): string {
  if (typeof value !== 'string') {
    throw new CloudFormationError(
      `Template error: every ${intrinsic} object must have a single String value.`,
    );
  }
  return value;
}
