import { RE2JS } from 're2js';
import { alphanumericDigest, hexDigest } from '../state/ids';
import { CloudFormationError } from './CloudFormationError';
import { Template, TemplateParameter } from './template';

/** What stands for a NoEcho value wherever CloudFormation shows it. */
export const NO_ECHO_MASK = '****';

/** Parameter values as text, by name. */
export type ParameterTexts = { [name: string]: string };

/** Parameter values as `Ref` returns them: lists for the list types. */
export type ParameterValues = { [name: string]: string | string[] };

const compiledPatterns = new Map<string, RE2JS | undefined>();

/**
 * Fills in defaults and checks every value the way CloudFormation does before it creates or updates
 * a stack.
 *
 * @param given - values from the caller
 * @param trusted - names whose value was checked before and may be masked (`UsePreviousValue`)
 * @returns the effective value of every parameter of the template
 * @throws CloudFormationError in CloudFormation's wording, for the first problem
 */
export function resolveParameters(
  template: Template,
  given: ParameterTexts,
  trusted: ReadonlySet<string> = new Set(),
): ParameterTexts {
  const declared = Object.keys(template.parameters);
  const unknown = Object.keys(given).filter(name => !declared.includes(name));
  if (unknown.length > 0) {
    throw new CloudFormationError(
      `Parameters: [${unknown.join(', ')}] do not exist in the template`,
    );
  }
  const missing = declared.filter(
    name =>
      given[name] === undefined &&
      template.parameters[name].default === undefined,
  );
  if (missing.length > 0) {
    throw new CloudFormationError(
      `Parameters: [${missing.join(', ')}] must have values`,
    );
  }
  const effective: ParameterTexts = {};
  for (const [name, parameter] of Object.entries(template.parameters)) {
    const value = given[name] ?? parameter.default!;
    if (!trusted.has(name)) {
      checkValue(name, parameter, value);
    }
    effective[name] = value;
  }
  return effective;
}

/** The values as `Ref` returns them. */
export function parameterValues(
  template: Template,
  texts: ParameterTexts,
): ParameterValues {
  const values: ParameterValues = {};
  for (const [name, { type }] of Object.entries(template.parameters)) {
    values[name] = typedValue(type, texts[name]);
  }
  return values;
}

/** The values with every NoEcho one masked; nothing else of a NoEcho value is ever kept. */
export function maskNoEcho(
  template: Template,
  texts: ParameterTexts,
): ParameterTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      template.parameters[name]?.noEcho ? NO_ECHO_MASK : value,
    ]),
  );
}

function typedValue(type: string, text: string): string | string[] {
  const ssm = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type);
  if (ssm) {
    return parameterStoreValue(ssm[1], text);
  }
  return isListType(type) ? splitList(text) : text;
}

/** There is no Parameter Store behind the emulator: the name decides a plausible value. */
function parameterStoreValue(type: string, name: string): string | string[] {
  const element = /^List<(.+)>$/.exec(type)?.[1] ?? type;
  const value =
    element === 'AWS::EC2::Image::Id'
      ? `ami-${hexDigest(17, 'ssm', name)}`
      : `ssm-${alphanumericDigest(12, 'ssm', name)}`;
  return isListType(type) ? [value] : value;
}

function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function splitList(text: string): string[] {
  return text === '' ? [] : text.split(',').map(item => item.trim());
}

function checkValue(
  name: string,
  parameter: TemplateParameter,
  value: string,
): void {
  const fail = (problem: string): never => {
    throw new CloudFormationError(
      parameter.constraintDescription
        ? `Parameter ${name} failed to satisfy constraint: ${parameter.constraintDescription}`
        : `Parameter '${name}' ${problem}`,
    );
  };
  const items = isListType(parameter.type) ? splitList(value) : [value];
  for (const item of items) {
    if (
      parameter.allowedValues.length > 0 &&
      !parameter.allowedValues.includes(item)
    ) {
      fail('must be one of AllowedValues');
    }
    if (
      parameter.allowedPattern !== undefined &&
      compile(parameter.allowedPattern)?.matches(item) === false
    ) {
      fail(`must match pattern ${parameter.allowedPattern}`);
    }
    checkLength(parameter, item, fail);
    if (['Number', 'List<Number>'].includes(parameter.type)) {
      checkNumber(parameter, item, fail);
    }
  }
}

function checkLength(
  { minLength, maxLength }: TemplateParameter,
  value: string,
  fail: (problem: string) => never,
): void {
  if (minLength !== undefined && value.length < Number(minLength)) {
    fail(`must contain at least ${minLength} characters`);
  }
  if (maxLength !== undefined && value.length > Number(maxLength)) {
    fail(`must contain at most ${maxLength} characters`);
  }
}

function checkNumber(
  { minValue, maxValue }: TemplateParameter,
  value: string,
  fail: (problem: string) => never,
): void {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) {
    fail('must be a number');
  }
  if (minValue !== undefined && number < Number(minValue)) {
    fail(`must be a number not less than ${minValue}`);
  }
  if (maxValue !== undefined && number > Number(maxValue)) {
    fail(`must be a number not greater than ${maxValue}`);
  }
}

/**
 * An AllowedPattern, ready to match. Java's lookaround and back references are not possible in linear
 * time: `undefined` for a pattern that has them, which is not evaluated at all.
 */
function compile(pattern: string): RE2JS | undefined {
  if (!compiledPatterns.has(pattern)) {
    let compiled: RE2JS | undefined;
    try {
      compiled = RE2JS.compile(pattern);
    } catch {
      compiled = undefined;
    }
    compiledPatterns.set(pattern, compiled);
  }
  return compiledPatterns.get(pattern);
}
