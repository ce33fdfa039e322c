import { CloudFormationError } from './CloudFormationError';

/** An object out of JSON or YAML. */
export type JsonObject = { [name: string]: unknown };

/** Whether the value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or CloudFormation's complaint that it is none. */
export function expectObject(value: unknown, what: string): JsonObject {
  if (!isObject(value)) {
    throw new CloudFormationError(
      `Template format error: ${what} must be an object`,
    );
  }
  return value;
}

/** The value as the text CloudFormation would put in an output. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(asText).join(',');
  }
  return isObject(value) ? JSON.stringify(value) : String(value ?? '');
}
