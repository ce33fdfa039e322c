import { isObject } from '../cloudformation/json';
import { AwsError } from '../errors';
import { Infer } from '../validation/shapes';
import { validateInput } from '../validation/validate';
import { EXPRESSION } from './inputs';
import { LineItem } from './lineItems';

type Predicate = (item: LineItem) => boolean;

/** Filters nest no deeper than that on AWS either. */
const MAX_DEPTH = 10;

/**
 * Compiles the filter of a query.
 *
 * @throws ValidationException when a level of it does not say exactly one thing
 */
export function compileExpression(
  expression: unknown,
  depth: number = 0,
): Predicate {
  if (expression === undefined) {
    return () => true;
  }
  if (!isObject(expression) || depth > MAX_DEPTH) {
    throw invalid('Invalid filter expression.');
  }
  const { And, Or, Not, ...rest } = expression;
  const given = Object.keys(expression).filter(
    key => expression[key] !== undefined,
  );
  if (given.length !== 1) {
    throw invalid(
      `Expected only one of And, Or, Not, Dimensions, Tags and CostCategories in a filter expression, got ${
        given.join(', ') || 'none'
      }.`,
    );
  }
  const nested = (operands: unknown) => {
    if (!Array.isArray(operands) || operands.length < 2) {
      throw invalid('And and Or need at least two operands.');
    }
    return operands.map(operand => compileExpression(operand, depth + 1));
  };
  if (And !== undefined) {
    const operands = nested(And);
    return item => operands.every(matches => matches(item));
  }
  if (Or !== undefined) {
    const operands = nested(Or);
    return item => operands.some(matches => matches(item));
  }
  if (Not !== undefined) {
    const matches = compileExpression(Not, depth + 1);
    return item => !matches(item);
  }
  validateInput(EXPRESSION, rest);
  return compileLeaf(rest as Infer<typeof EXPRESSION>);
}

function compileLeaf({
  Dimensions,
  Tags,
}: Infer<typeof EXPRESSION>): Predicate {
  if (Tags) {
    const { Key = '', Values, MatchOptions } = Tags;
    const matches = compileValues(Values, MatchOptions);
    return item => matches(item.tag(Key));
  }
  const matches = compileValues(Dimensions?.Values, Dimensions?.MatchOptions);
  switch (Dimensions?.Key) {
    case 'SERVICE':
      return ({ service }) => matches(service);
    case 'REGION':
      return ({ region }) => matches(region);
    case 'LINKED_ACCOUNT':
      return ({ accountId }) => matches(accountId);
    default:
      throw invalid(
        'This emulator filters by Tags and by the dimensions SERVICE, REGION and LINKED_ACCOUNT.',
      );
  }
}

function compileValues(
  values: string[] = [],
  options: string[] = [],
): (value: string | undefined) => boolean {
  if (options.includes('ABSENT')) {
    return value => value === undefined;
  }
  const fold = (text: string) =>
    options.includes('CASE_INSENSITIVE') ? text.toLowerCase() : text;
  const wanted = new Set(values.map(fold));
  const compare = comparison(options);
  return compare
    ? value =>
        value !== undefined &&
        [...wanted].some(text => compare(fold(value), text))
    : value => value !== undefined && wanted.has(fold(value));
}

/** How a value has to compare to one that is wanted; `undefined` when they have to be equal. */
function comparison(
  options: string[],
): ((value: string, wanted: string) => boolean) | undefined {
  if (options.includes('STARTS_WITH')) {
    return (value, wanted) => value.startsWith(wanted);
  }
  if (options.includes('ENDS_WITH')) {
    return (value, wanted) => value.endsWith(wanted);
  }
  return options.includes('CONTAINS')
    ? (value, wanted) => value.includes(wanted)
    : undefined;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
