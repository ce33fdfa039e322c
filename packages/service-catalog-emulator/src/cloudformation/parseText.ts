import { yamlParse } from 'yaml-cfn';
import { messageOf } from '../errors';
import { CloudFormationError } from './CloudFormationError';
import { JsonObject } from './json';

const MAX_DEPTH = 100;

/**
 * Parses YAML or JSON into plain JSON, with short intrinsics in their long form.
 *
 * @throws CloudFormationError when it is neither, or more than CloudFormation accepts
 */
export function parseText(text: string): unknown {
  return normalise(parseSyntax(text), new Set(), 0);
}

/** JSON is tried first for speed; what only looks like it (a trailing comma) is valid YAML. */
function parseSyntax(text: string): unknown {
  const isJson = text.trimStart().startsWith('{');
  let problem: string | undefined;
  if (isJson) {
    try {
      return JSON.parse(text);
    } catch (error) {
      problem = `JSON not well-formed. ${firstLine(error)}`;
    }
  }
  try {
    return yamlParse(text);
  } catch (error) {
    throw new CloudFormationError(
      `Template format error: ${
        problem ?? `YAML not well-formed. ${firstLine(error)}`
      }`,
    );
  }
}

/**
 * Rebuilds the parsed text as plain JSON: YAML dates become the text they were, aliases and extreme
 * depth are refused (CloudFormation refuses them too, and they are how small texts become large).
 */
function normalise(value: unknown, seen: Set<object>, depth: number): unknown {
  if (value instanceof Date) {
    const text = value.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? undefined;
  }
  if (depth > MAX_DEPTH) {
    throw new CloudFormationError(
      'Template format error: Template is nested too deeply',
    );
  }
  if (seen.has(value)) {
    throw new CloudFormationError(
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    );
  }
  seen.add(value);
  if (Array.isArray(value)) {
    return value.map(item => normalise(item, seen, depth + 1));
  }
  const result: JsonObject = Object.create(null);
  for (const [key, member] of Object.entries(value)) {
    result[key] = normalise(member, seen, depth + 1);
  }
  return result;
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0];
}
