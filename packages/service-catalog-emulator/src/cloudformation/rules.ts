import { CloudFormationError } from './CloudFormationError';
import { EvaluationScope, evaluate } from './evaluate';
import { isObject } from './json';
import { TemplateRule } from './template';

/** True, false, or unknown because it depends on what only AWS knows. */
type Verdict = boolean | undefined;

/**
 * Evaluates rules (of the template, or of a template constraint) against the parameter values.
 *
 * Functions that ask AWS about a parameter's value (`Fn::ValueOf`, `Fn::ValueOfAll`, `Fn::RefAll`)
 * have no answer here: an assertion that depends on one counts as satisfied.
 *
 * @throws CloudFormationError for the first assertion that does not hold
 */
export function checkRules(
  rules: { [name: string]: TemplateRule },
  scope: EvaluationScope,
): void {
  for (const [name, rule] of Object.entries(rules)) {
    if (
      rule.condition !== undefined &&
      verdict(rule.condition, scope) !== true
    ) {
      continue;
    }
    for (const { assert, description } of rule.assertions) {
      if (verdict(assert, scope) === false) {
        throw new CloudFormationError(
          `Rule ${name} failed: ${description ?? JSON.stringify(assert)}`,
        );
      }
    }
  }
}

function verdict(expression: unknown, scope: EvaluationScope): Verdict {
  const [name, argument] = functionOf(expression);
  const operands = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case 'Fn::And':
      return every(operands.map(operand => verdict(operand, scope)));
    case 'Fn::Or':
      return not(every(operands.map(operand => not(verdict(operand, scope)))));
    case 'Fn::Not':
      return not(verdict(operands[0], scope));
    case 'Fn::Equals': {
      const [left, right] = operands.map(operand => valueOf(operand, scope));
      return left === undefined || right === undefined
        ? undefined
        : JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::Contains': {
      const [items, value] = operands.map(operand => valueOf(operand, scope));
      return items === undefined || value === undefined
        ? undefined
        : asList(items).includes(asList(value)[0]);
    }
    case 'Fn::EachMemberEquals': {
      const [items, value] = operands.map(operand => valueOf(operand, scope));
      return items === undefined || value === undefined
        ? undefined
        : asList(items).every(item => item === asList(value)[0]);
    }
    case 'Fn::EachMemberIn': {
      const [items, allowed] = operands.map(operand => valueOf(operand, scope));
      return items === undefined || allowed === undefined
        ? undefined
        : asList(items).every(item => asList(allowed).includes(item));
    }
    case 'Fn::If': {
      const holds = verdict(operands[0], scope);
      return holds === undefined
        ? undefined
        : verdict(operands[holds ? 1 : 2], scope);
    }
    default: {
      const value = valueOf(expression, scope);
      return value === undefined ? undefined : String(value) === 'true';
    }
  }
}

function valueOf(expression: unknown, scope: EvaluationScope): unknown {
  const [name] = functionOf(expression);
  if (['Fn::ValueOf', 'Fn::ValueOfAll', 'Fn::RefAll'].includes(name ?? '')) {
    return undefined;
  }
  if (Array.isArray(expression)) {
    const values = expression.map(item => valueOf(item, scope));
    return values.includes(undefined) ? undefined : values;
  }
  const value = evaluate(expression, scope);
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : value;
}

function functionOf(expression: unknown): [string | undefined, unknown] {
  const keys = isObject(expression) ? Object.keys(expression) : [];
  return isObject(expression) && keys.length === 1
    ? [keys[0], expression[keys[0]]]
    : [undefined, undefined];
}

function every(verdicts: Verdict[]): Verdict {
  if (verdicts.includes(false)) {
    return false;
  }
  return verdicts.includes(undefined) ? undefined : true;
}

function not(value: Verdict): Verdict {
  return value === undefined ? undefined : !value;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
