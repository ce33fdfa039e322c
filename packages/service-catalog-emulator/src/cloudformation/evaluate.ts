import { CloudFormationError } from './CloudFormationError';
import { isObject, JsonObject } from './json';
import { ParameterValues } from './parameters';
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

const PLACEHOLDER = /\$\{([^!{}][^{}]*)\}/g;

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
      .map(scalar)
      .join(scalar(delimiter));
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
    return scalar(evaluate(source, scope)).split(scalar(delimiter));
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
      scalar(evaluate(item, scope)),
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
    Buffer.from(scalar(evaluate(argument, scope))).toString('base64'),
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(scalar(evaluate(argument, scope))),
  'Fn::GetAZs': (argument, scope) => {
    const region =
      scalar(evaluate(argument, scope)) || scalar(scope.pseudo['AWS::Region']);
    return ['a', 'b', 'c'].map(zone => `${region}${zone}`);
  },
  'Fn::Cidr': subnetBlocks,
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

/** The value as the text CloudFormation would put in an output. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(asText).join(',');
  }
  return isObject(value) ? JSON.stringify(value) : String(value ?? '');
}

/** Logical ids that an expression refers to, of resources and parameters alike. */
export function referencedNames(value: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (isObject(node)) {
      for (const [key, argument] of Object.entries(node)) {
        if (key === 'Ref' && typeof argument === 'string') {
          names.add(argument);
        } else if (key === 'Fn::GetAtt') {
          names.add(
            asText(Array.isArray(argument) ? argument[0] : argument).split(
              '.',
            )[0],
          );
        } else if (key === 'Fn::Sub') {
          const source = Array.isArray(argument) ? argument[0] : argument;
          for (const [, name] of asText(source).matchAll(PLACEHOLDER)) {
            names.add(name.split('.')[0]);
          }
        }
        visit(argument);
      }
    }
  };
  visit(value);
  return names;
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
    ? argument.map(item => scalar(evaluate(item, scope)))
    : scalar(argument).split('.');
  const resource = scope.resource(logicalId);
  if (!resource) {
    throw unresolved(logicalId);
  }
  return resource.attribute(path.join('.'));
}

function substitute(argument: unknown, scope: EvaluationScope): unknown {
  const [source, variables] = Array.isArray(argument) ? argument : [argument];
  const own = isObject(variables) ? variables : {};
  return scalar(source)
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

/** `Fn::Cidr` for IPv4: `count` blocks with `bits` host bits, one after another. */
function subnetBlocks(argument: unknown, scope: EvaluationScope): string[] {
  const [block, count, bits] = list(argument, 'Fn::Cidr').map(item =>
    scalar(evaluate(item, scope)),
  );
  const octets = block.split('/')[0].split('.').map(Number);
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const hostBits = Number(bits || 8);
  const blocks = Number(count);
  if (octets.length !== 4 || !Number.isFinite(start) || !(blocks <= 256)) {
    throw new CloudFormationError(
      `Template error: Fn::Cidr cannot divide ${block} into ${count} blocks`,
    );
  }
  return Array.from({ length: blocks }, (_, index) => {
    const address = start + index * 2 ** hostBits;
    const parts = [24, 16, 8, 0].map(
      shift => Math.floor(address / 2 ** shift) % 256,
    );
    return `${parts.join('.')}/${32 - hostBits}`;
  });
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

function scalar(value: unknown): string {
  return asText(value);
}
