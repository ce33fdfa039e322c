import { CloudFormationError } from './CloudFormationError';
import { expectObject, isObject, JsonObject } from './json';
import { parseText } from './parseText';

/** A template parameter with every constraint CloudFormation knows; all limits are text, as declared. */
export interface TemplateParameter {
  type: string;
  default?: string;
  description?: string;
  noEcho: boolean;
  allowedValues: string[];
  allowedPattern?: string;
  constraintDescription?: string;
  minLength?: string;
  maxLength?: string;
  minValue?: string;
  maxValue?: string;
}

/** One assertion of a rule. */
export interface RuleAssertion {
  assert: unknown;
  description?: string;
}

/** A rule of a template's `Rules` section or of a template constraint. */
export interface TemplateRule {
  condition?: unknown;
  assertions: RuleAssertion[];
}

/** A resource as declared. */
export interface TemplateResource {
  type: string;
  properties: JsonObject;
  condition?: string;
  dependsOn: string[];
  deletionPolicy?: string;
}

/** An output as declared. */
export interface TemplateOutput {
  value: unknown;
  description?: string;
  condition?: string;
  /** The name it is exported under, an expression. */
  exportName?: unknown;
}

/** A parsed CloudFormation template. Short intrinsics are in their long form. */
export interface Template {
  formatVersion?: string;
  description?: string;
  metadata?: JsonObject;
  parameters: { [name: string]: TemplateParameter };
  rules: { [name: string]: TemplateRule };
  /** The `Rules` section as it is written. */
  declaredRules: JsonObject;
  mappings: JsonObject;
  conditions: JsonObject;
  resources: { [logicalId: string]: TemplateResource };
  outputs: { [name: string]: TemplateOutput };
}

/**
 * Parses a template in YAML or JSON.
 *
 * @throws CloudFormationError when the text is no template
 */
export function parseTemplate(text: string): Template {
  const root = parseText(text);
  if (!isObject(root)) {
    throw new CloudFormationError(
      'Template format error: unsupported structure.',
    );
  }
  const resources = section(root, 'Resources');
  if (Object.keys(resources).length === 0) {
    throw new CloudFormationError(
      'Template format error: At least one Resources member must be defined.',
    );
  }
  return {
    formatVersion: textOf(root.AWSTemplateFormatVersion),
    description: textOf(root.Description),
    metadata: isObject(root.Metadata) ? root.Metadata : undefined,
    parameters: mapValues(section(root, 'Parameters'), parseParameter),
    rules: parseRules(section(root, 'Rules')),
    declaredRules: section(root, 'Rules'),
    mappings: section(root, 'Mappings'),
    conditions: section(root, 'Conditions'),
    resources: mapValues(resources, parseResource),
    outputs: mapValues(section(root, 'Outputs'), parseOutput),
  };
}

/** Parses a `Rules` object, of a template or of a template constraint. */
export function parseRules(rules: JsonObject): {
  [name: string]: TemplateRule;
} {
  return mapValues(rules, (name, value) => {
    const rule = expectObject(value, `[/Rules/${name}] 'null' values`);
    const assertions = Array.isArray(rule.Assertions) ? rule.Assertions : [];
    if (assertions.length === 0) {
      throw new CloudFormationError(
        `Template format error: Rule ${name} must have at least one assertion`,
      );
    }
    return {
      condition: rule.RuleCondition,
      assertions: assertions.map(assertion => {
        const { Assert, AssertDescription } = expectObject(
          assertion,
          `[/Rules/${name}/Assertions] 'null' values`,
        );
        if (Assert === undefined) {
          throw new CloudFormationError(
            `Template format error: Every assertion of rule ${name} must contain Assert`,
          );
        }
        return { assert: Assert, description: textOf(AssertDescription) };
      }),
    };
  });
}

function parseParameter(name: string, value: unknown): TemplateParameter {
  const declared = expectObject(value, `Parameter ${name}`);
  const type = textOf(declared.Type);
  if (!type) {
    throw new CloudFormationError(
      `Template format error: Every Parameters object must contain a Type member.`,
    );
  }
  const allowed = declared.AllowedValues;
  return {
    type,
    default: Array.isArray(declared.Default)
      ? declared.Default.map(textOf).join(',')
      : textOf(declared.Default),
    description: textOf(declared.Description),
    noEcho: textOf(declared.NoEcho)?.toLowerCase() === 'true',
    allowedValues: Array.isArray(allowed)
      ? allowed.map(item => textOf(item) ?? '')
      : [],
    allowedPattern: textOf(declared.AllowedPattern),
    constraintDescription: textOf(declared.ConstraintDescription),
    minLength: textOf(declared.MinLength),
    maxLength: textOf(declared.MaxLength),
    minValue: textOf(declared.MinValue),
    maxValue: textOf(declared.MaxValue),
  };
}

function parseResource(logicalId: string, value: unknown): TemplateResource {
  const declared = expectObject(value, `Resource ${logicalId}`);
  const type = textOf(declared.Type);
  if (!type) {
    throw new CloudFormationError(
      `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
    );
  }
  const dependsOn = declared.DependsOn;
  return {
    type,
    properties: isObject(declared.Properties) ? declared.Properties : {},
    condition: textOf(declared.Condition),
    dependsOn: (Array.isArray(dependsOn) ? dependsOn : [dependsOn])
      .map(textOf)
      .filter(id => id !== undefined),
    deletionPolicy: textOf(declared.DeletionPolicy),
  };
}

function parseOutput(name: string, value: unknown): TemplateOutput {
  const declared = expectObject(value, `Output ${name}`);
  if (declared.Value === undefined) {
    throw new CloudFormationError(
      `Template format error: Every Outputs member must contain a Value object`,
    );
  }
  return {
    value: declared.Value,
    description: textOf(declared.Description),
    condition: textOf(declared.Condition),
    exportName: isObject(declared.Export) ? declared.Export.Name : undefined,
  };
}

function section(root: JsonObject, name: string): JsonObject {
  return root[name] === undefined ? {} : expectObject(root[name], name);
}

function mapValues<T>(
  object: JsonObject,
  convert: (name: string, value: unknown) => T,
): { [name: string]: T } {
  const result: { [name: string]: T } = Object.create(null);
  for (const [name, value] of Object.entries(object)) {
    result[name] = convert(name, value);
  }
  return result;
}

/** Scalars as CloudFormation turns them into text; anything else is `undefined`. */
function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : undefined;
}
