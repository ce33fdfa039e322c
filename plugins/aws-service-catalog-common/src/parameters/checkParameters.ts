import { RE2JS } from 're2js';
import { LaunchParameter } from '../schemas';

/**
 * Values of a launch by parameter key, as strings: AWS takes numbers and lists as text.
 *
 * @public
 */
export type ParameterValues = Record<string, string | undefined>;

const DYNAMIC_REFERENCE = '{{resolve:';

/**
 * Compiles an `AllowedPattern` on an engine whose time is linear in the value, so that no pattern can stall us.
 *
 * @returns undefined for a pattern that the engine does not know (a Java look-around or back-reference); AWS then checks it
 * @public
 */
export function compileAllowedPattern(
  pattern: string,
): ((value: string) => boolean) | undefined {
  try {
    const compiled = RE2JS.compile(pattern);
    return value => compiled.matches(value);
  } catch {
    return undefined;
  }
}

/**
 * Whether a parameter has a pattern that only AWS can check.
 *
 * @public
 */
export function isPatternLeftToAws(parameter: LaunchParameter): boolean {
  return (
    parameter.allowedPattern !== undefined &&
    compileAllowedPattern(parameter.allowedPattern) === undefined
  );
}

/**
 * Whether a parameter takes a comma separated list.
 *
 * @public
 */
export function isListParameter(parameter: LaunchParameter): boolean {
  return (
    parameter.type === 'CommaDelimitedList' || parameter.type.includes('List<')
  );
}

/**
 * Whether a parameter takes a number, or a list of numbers.
 *
 * @public
 */
export function isNumberParameter(parameter: LaunchParameter): boolean {
  return parameter.type === 'Number' || parameter.type === 'List<Number>';
}

/**
 * Splits a comma separated list as CloudFormation does.
 *
 * @public
 */
export function splitList(value: string): string[] {
  return value.split(',').map(part => part.trim());
}

function checkNumber(
  parameter: LaunchParameter,
  value: string,
): string | undefined {
  const { key, minValue, maxValue } = parameter;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) {
    return `Parameter '${key}' must be a number.`;
  }
  if (minValue !== undefined && Number(value) < minValue) {
    return `Parameter '${key}' must be a number not less than ${minValue}.`;
  }
  if (maxValue !== undefined && Number(value) > maxValue) {
    return `Parameter '${key}' must be a number not greater than ${maxValue}.`;
  }
  return undefined;
}

function checkOne(
  parameter: LaunchParameter,
  value: string,
): string | undefined {
  const { key, allowedValues, allowedPattern, minLength, maxLength } =
    parameter;
  if (isNumberParameter(parameter)) {
    const problem = checkNumber(parameter, value);
    if (problem) {
      return problem;
    }
  }
  if (allowedValues?.length && !allowedValues.includes(value)) {
    return `Parameter '${key}' must be one of AllowedValues: ${allowedValues.join(
      ', ',
    )}.`;
  }
  // CloudFormation counts UTF-16 units, as JavaScript does.
  if (minLength !== undefined && value.length < minLength) {
    return `Parameter '${key}' must contain at least ${minLength} characters.`;
  }
  if (maxLength !== undefined && value.length > maxLength) {
    return `Parameter '${key}' must contain at most ${maxLength} characters.`;
  }
  if (allowedPattern !== undefined) {
    const matches = compileAllowedPattern(allowedPattern);
    if (matches && !matches(value)) {
      return `Parameter '${key}' must match pattern ${allowedPattern}.`;
    }
  }
  return undefined;
}

/**
 * Checks one value against the rules of its parameter.
 *
 * @param value - undefined: not given, so that the default (or, in an update, the previous value) applies
 * @returns undefined when it is fine, else one sentence that names the parameter and the rule in CloudFormation's words,
 * followed by the template author's `ConstraintDescription`. The value of a secret never occurs in it.
 * @public
 */
export function checkParameterValue(
  parameter: LaunchParameter,
  value: string | undefined,
): string | undefined {
  if (parameter.fixed) {
    return checkFixed(parameter, value);
  }
  if (value === undefined) {
    return parameter.default === undefined
      ? `Parameter '${parameter.key}' must have a value.`
      : undefined;
  }
  return checkValue(parameter, value);
}

/** Whoever orders can do nothing about the portal's value, so its rules are checked before AWS does. */
function checkFixed(
  parameter: LaunchParameter,
  value: string | undefined,
): string | undefined {
  const { key, default: fixed } = parameter;
  if (fixed === undefined) {
    return `The portal fills in parameter '${key}', and can do so only in an order for an entity of the catalog.`;
  }
  if (value !== undefined && value !== fixed) {
    return `The portal fills in parameter '${key}': leave it out.`;
  }
  const problem = checkValue(parameter, fixed);
  return (
    problem &&
    `${problem} The portal fills in '${fixed}': ask the people who run it.`
  );
}

function checkValue(
  parameter: LaunchParameter,
  value: string,
): string | undefined {
  if (value.length > 4096) {
    return `Parameter '${parameter.key}' must contain at most 4096 characters.`;
  }
  if (value.includes(DYNAMIC_REFERENCE)) {
    return `Parameter '${parameter.key}' must not contain ${DYNAMIC_REFERENCE}, which CloudFormation would replace with a secret of the launch role.`;
  }
  const values = isListParameter(parameter) ? splitList(value) : [value];
  for (const one of values) {
    const problem = checkOne(parameter, one);
    if (problem) {
      return parameter.constraintDescription
        ? `${problem} ${parameter.constraintDescription}`
        : problem;
    }
  }
  return undefined;
}

/**
 * Checks all values of a launch or an update.
 *
 * @param options - `keepsPrevious`: keys that keep their previous value when they are not given (updates)
 * @returns a sentence by key of every parameter that is wrong, unknown ones included
 * @public
 */
export function checkParameters(
  parameters: LaunchParameter[],
  values: ParameterValues,
  options?: { keepsPrevious?: string[] },
): Record<string, string> {
  const problems: Record<string, string> = {};
  const known = new Set(parameters.map(parameter => parameter.key));
  for (const key of Object.keys(values)) {
    if (!known.has(key)) {
      problems[key] = `Parameters: [${key}] do not exist in the template.`;
    }
  }
  for (const parameter of parameters) {
    const value = Object.hasOwn(values, parameter.key)
      ? values[parameter.key]
      : undefined;
    if (
      value === undefined &&
      options?.keepsPrevious?.includes(parameter.key)
    ) {
      continue;
    }
    const problem = checkParameterValue(parameter, value);
    if (problem) {
      problems[parameter.key] = problem;
    }
  }
  return problems;
}
