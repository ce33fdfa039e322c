import { AwsError } from '../errors';
import { InputShape, Shape } from './shapes';

const compiledPatterns = new Map<string, RegExp>();

/**
 * Checks an input against its shape the way AWS's front end does: all violations are collected and
 * reported in one `ValidationException`; a value of the wrong JSON type is a
 * `SerializationException`. Members the shape does not know are ignored.
 */
export function validateInput(shape: InputShape, input: unknown): void {
  const violations: string[] = [];
  checkMember(shape, input ?? {}, '', violations);
  if (violations.length > 0) {
    throw new AwsError(
      'ValidationException',
      `${violations.length} validation error${
        violations.length > 1 ? 's' : ''
      } detected: ${violations.join('; ')}`,
    );
  }
}

function checkMember(
  shape: Shape,
  value: unknown,
  path: string,
  violations: string[],
): void {
  const fail = (constraint: string) =>
    violations.push(
      `Value '${printed(
        value,
      )}' at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  switch (shape.kind) {
    case 'string': {
      expectType(value, 'string', 'String');
      const text = value as string;
      checkLength([...text].length, shape, fail);
      if (shape.pattern !== undefined && !matches(shape.pattern, text)) {
        fail(
          `Member must satisfy regular expression pattern: ${shape.pattern}`,
        );
      }
      if (shape.values !== undefined && !shape.values.includes(text)) {
        fail(
          `Member must satisfy enum value set: [${shape.values.join(', ')}]`,
        );
      }
      return;
    }
    case 'integer': {
      expectType(value, 'number', 'Integer');
      const number = value as number;
      if (shape.max !== undefined && number > shape.max) {
        fail(`Member must have value less than or equal to ${shape.max}`);
      }
      if (shape.min !== undefined && number < shape.min) {
        fail(`Member must have value greater than or equal to ${shape.min}`);
      }
      return;
    }
    case 'boolean':
      expectType(value, 'boolean', 'Boolean');
      return;
    case 'list': {
      if (!Array.isArray(value)) {
        throw serializationError(value, 'List');
      }
      checkLength(value.length, shape, fail);
      value.forEach((member, index) =>
        checkMember(
          shape.member,
          member ?? undefined,
          `${path}.${index + 1}.member`,
          violations,
        ),
      );
      return;
    }
    case 'map': {
      if (!isObject(value)) {
        throw serializationError(value, 'Map');
      }
      const entries = Object.entries(value);
      checkLength(entries.length, shape, fail);
      for (const [key, member] of entries) {
        checkMember(shape.key, key, `${path}.${key}.key`, violations);
        checkMember(shape.value, member, `${path}.${key}.member`, violations);
      }
      return;
    }
    default: {
      if (!isObject(value)) {
        throw serializationError(value, 'Structure');
      }
      for (const [name, memberShape] of Object.entries(shape.members)) {
        const memberPath = `${path ? `${path}.` : ''}${lowerFirst(name)}`;
        const member = value[name] ?? undefined;
        if (member !== undefined) {
          checkMember(memberShape, member, memberPath, violations);
        } else if (shape.required.includes(name)) {
          violations.push(
            `Value null at '${memberPath}' failed to satisfy constraint: Member must not be null`,
          );
        }
      }
    }
  }
}

function checkLength(
  length: number,
  limits: { min?: number; max?: number },
  fail: (constraint: string) => void,
): void {
  if (limits.max !== undefined && length > limits.max) {
    fail(`Member must have length less than or equal to ${limits.max}`);
  }
  if (limits.min !== undefined && length < limits.min) {
    fail(`Member must have length greater than or equal to ${limits.min}`);
  }
}

function expectType(value: unknown, type: string, awsName: string): void {
  const right =
    typeof value === type && (type !== 'number' || Number.isInteger(value));
  if (!right) {
    throw serializationError(value, awsName);
  }
}

function serializationError(value: unknown, expected: string): AwsError {
  let actual = 'STRUCTURE_VALUE';
  if (Array.isArray(value)) {
    actual = 'LIST_VALUE';
  } else if (typeof value === 'string') {
    actual = 'STRING_VALUE';
  } else if (typeof value === 'number') {
    actual = 'NUMBER_VALUE';
  } else if (typeof value === 'boolean') {
    actual = value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  } else if (value === undefined || value === null) {
    actual = 'NULL_VALUE';
  }
  return new AwsError(
    'SerializationException',
    `${actual} can not be converted to ${
      expected === 'Integer' ? 'an' : 'a'
    } ${expected}`,
  );
}

function matches(pattern: string, text: string): boolean {
  let compiled = compiledPatterns.get(pattern);
  if (!compiled) {
    // These are AWS's own patterns, from our table: none of them backtracks badly.
    compiled = new RegExp(`^(?:${pattern})$`, 'u');
    compiledPatterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

function printed(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
