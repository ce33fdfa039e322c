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

/** One violation for each limit that the shape declares, however deep: of members, of members of lists, of keys and values of maps. */
export function violationsOf(shape: InputShape): Violation[] {
  return violationsAt(shape, '', input => input as Violation['input']);
}

/**
 * The violations of a part of an input.
 *
 * @param at - where it is, as AWS prints it
 * @param put - makes the smallest input around a value of it
 */
function violationsAt(
  shape: Shape,
  at: string,
  put: (value: unknown) => Violation['input'],
): Violation[] {
  const own = wrongValues(shape).map(([title, value, constraint]) => ({
    title: `${at} ${title}`,
    input: put(value),
    message: refusal(value, at, constraint),
  }));
  switch (shape.kind) {
    case 'structure': {
      const valid = minimalInput(shape);
      const within = (name: string) =>
        `${at ? `${at}.` : ''}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      return [
        ...own,
        ...shape.required.map(name => ({
          title: `${within(name)} missing`,
          input: put({ ...valid, [name]: undefined }),
          message: `Value null at '${within(
            name,
          )}' failed to satisfy constraint: Member must not be null`,
        })),
        ...Object.entries(shape.members).flatMap(([name, member]) =>
          violationsAt(member, within(name), value =>
            put({ ...valid, [name]: value }),
          ),
        ),
      ];
    }
    case 'list':
      return [
        ...own,
        ...violationsAt(shape.member, `${at}.1.member`, value => put([value])),
      ];
    case 'map': {
      const key = shape.key.values?.[0] ?? 'key';
      return [
        ...own,
        ...wrongValues(shape.key).map(([title, wrong, constraint]) => ({
          title: `${at} has a key ${title}`,
          input: put({ [String(wrong)]: minimalValue(shape.value) }),
          message: refusal(wrong, `${at}.${wrong}.key`, constraint),
        })),
        ...violationsAt(shape.value, `${at}.${key}.member`, value =>
          put({ [key]: value }),
        ),
      ];
    }
    default:
      return own;
  }
}

function refusal(value: unknown, at: string, constraint: string): string {
  const printed = typeof value === 'object' ? JSON.stringify(value) : value;
  return `Value '${printed}' at '${at}' failed to satisfy constraint: ${constraint}`;
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
      return Array.from({ length: shape.min ?? 0 }, () =>
        minimalValue(shape.member),
      );
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
