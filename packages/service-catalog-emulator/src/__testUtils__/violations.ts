import { InputShape, Shape } from '../validation/shapes';

/** An input that breaks one rule of its shape, and what AWS says about it. */
export interface Violation {
  title: string;
  input: { [member: string]: unknown };
  message: string;
}

/** The smallest input that the shape allows. */
function minimalInput(shape: InputShape): { [member: string]: unknown } {
  return Object.fromEntries(
    shape.required.map(name => [name, minimalValue(shape.members[name])]),
  );
}

/** One violation for each limit of each top-level member, and of the members of lists of tags. */
export function violationsOf(shape: InputShape): Violation[] {
  const valid = minimalInput(shape);
  const violations: Violation[] = shape.required.map(name => ({
    title: `${name} missing`,
    input: { ...valid, [name]: undefined },
    message: `Value null at '${path(
      name,
    )}' failed to satisfy constraint: Member must not be null`,
  }));
  for (const [name, member] of Object.entries(shape.members)) {
    for (const [title, value, constraint] of wrongValues(member)) {
      violations.push({
        title: `${name} ${title}`,
        input: { ...valid, [name]: value },
        message: `Value '${
          typeof value === 'object' ? JSON.stringify(value) : value
        }' at '${path(name)}' failed to satisfy constraint: ${constraint}`,
      });
    }
    if (member.kind === 'list') {
      for (const [title, value, constraint] of wrongValues(member.member)) {
        violations.push({
          title: `${name}[0] ${title}`,
          input: { ...valid, [name]: [value] },
          message: `Value '${value}' at '${path(
            name,
          )}.1.member' failed to satisfy constraint: ${constraint}`,
        });
      }
    }
  }
  return violations;
}

type WrongValue = [title: string, value: unknown, constraint: string];

function wrongValues(shape: Shape): WrongValue[] {
  const wrong: WrongValue[] = [];
  const isText = shape.kind === 'string';
  if (isText && shape.values) {
    wrong.push([
      'outside its values',
      'OTHER',
      `Member must satisfy enum value set: [${shape.values.join(', ')}]`,
    ]);
    return wrong;
  }
  if (isText && shape.pattern !== undefined) {
    const bad = ['bad value!', '\u0000', '#'].find(
      text => !new RegExp(`^(?:${shape.pattern})$`, 'u').test(text),
    );
    wrong.push([
      'not matching its pattern',
      bad,
      `Member must satisfy regular expression pattern: ${shape.pattern}`,
    ]);
  }
  if ((isText || shape.kind === 'list') && shape.max !== undefined) {
    wrong.push([
      'too long',
      isText
        ? 'a'.repeat(shape.max + 1)
        : Array.from({ length: shape.max + 1 }, () =>
            minimalValue(shape.member),
          ),
      `Member must have length less than or equal to ${shape.max}`,
    ]);
  }
  if (isText && shape.min) {
    wrong.push([
      'too short',
      '',
      `Member must have length greater than or equal to ${shape.min}`,
    ]);
  }
  if (shape.kind === 'integer' && shape.max !== undefined) {
    wrong.push([
      'too large',
      shape.max + 1,
      `Member must have value less than or equal to ${shape.max}`,
    ]);
  }
  if (shape.kind === 'integer' && shape.min !== undefined) {
    wrong.push([
      'too small',
      shape.min - 1,
      `Member must have value greater than or equal to ${shape.min}`,
    ]);
  }
  return wrong;
}

function minimalValue(shape: Shape): unknown {
  switch (shape.kind) {
    case 'string':
      return shape.values?.[0] ?? 'a'.repeat(shape.min ?? 1);
    case 'integer':
      return shape.min ?? 0;
    case 'boolean':
      return true;
    case 'list':
      return [];
    case 'map':
      return Object.fromEntries(
        Array.from({ length: shape.min ?? 0 }, (_, index) => [
          shape.key.values?.[index] ?? `key${index}`,
          minimalValue(shape.value),
        ]),
      );
    default:
      return minimalInput(shape);
  }
}

function path(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
