import { LaunchParameter, LaunchRule } from '../schemas';
import { isListParameter, ParameterValues, splitList } from './checkParameters';

type Value = string | string[] | boolean;

/** A function of a rule that only AWS can evaluate, or an argument whose value is not known here. */
class UnknownHere extends Error {}

function asList(value: Value): string[] {
  return Array.isArray(value) ? value : [String(value)];
}

class RuleEvaluator {
  constructor(
    private readonly parameters: Map<string, LaunchParameter>,
    private readonly values: ParameterValues,
  ) {}

  isTrue(expression: unknown): boolean {
    const value = this.evaluate(expression);
    if (typeof value === 'boolean') {
      return value;
    }
    if (value === 'true' || value === 'false') {
      return value === 'true';
    }
    throw new UnknownHere();
  }

  private parameter(name: unknown): Value {
    const parameter =
      typeof name === 'string' ? this.parameters.get(name) : undefined;
    // A secret's default is not shown, so nothing can be said about it here.
    const fallback = parameter?.noEcho ? undefined : parameter?.default;
    const value = parameter && (this.values[parameter.key] ?? fallback);
    if (!parameter || value === undefined) {
      throw new UnknownHere();
    }
    return isListParameter(parameter) ? splitList(value) : value;
  }

  private evaluate(expression: unknown): Value {
    if (Array.isArray(expression)) {
      return expression.flatMap(part => asList(this.evaluate(part)));
    }
    if (typeof expression !== 'object' || expression === null) {
      return String(expression);
    }
    const entries = Object.entries(expression);
    if (entries.length !== 1) {
      throw new UnknownHere();
    }
    const [name, argument] = entries[0];
    const args: unknown[] = Array.isArray(argument) ? argument : [argument];
    switch (name) {
      case 'Ref':
        return this.parameter(argument);
      case 'Fn::And':
        return args.every(part => this.isTrue(part));
      case 'Fn::Or':
        return args.some(part => this.isTrue(part));
      case 'Fn::Not':
        return !this.isTrue(args[0]);
      case 'Fn::Equals':
        return (
          JSON.stringify(this.evaluate(args[0])) ===
          JSON.stringify(this.evaluate(args[1]))
        );
      case 'Fn::If':
        return this.evaluate(this.isTrue(args[0]) ? args[1] : args[2]);
      case 'Fn::Contains':
        return asList(this.evaluate(args[0])).includes(
          String(this.evaluate(args[1])),
        );
      case 'Fn::EachMemberIn': {
        const allowed = asList(this.evaluate(args[1]));
        return asList(this.evaluate(args[0])).every(member =>
          allowed.includes(member),
        );
      }
      case 'Fn::EachMemberEquals': {
        const wanted = String(this.evaluate(args[1]));
        return asList(this.evaluate(args[0])).every(
          member => member === wanted,
        );
      }
      default:
        // Fn::RefAll, Fn::ValueOf and Fn::ValueOfAll look into the AWS account.
        throw new UnknownHere();
    }
  }
}

/**
 * Checks the rules that span several parameters: CloudFormation template `Rules` and Service Catalog template constraints.
 * A rule that needs to look into the AWS account is left to AWS.
 *
 * Source: the AWS CloudFormation user guide, "Rule-specific intrinsic functions".
 *
 * @returns one sentence for every broken assertion
 * @public
 */
export function checkRules(
  rules: LaunchRule[],
  parameters: LaunchParameter[],
  values: ParameterValues,
): string[] {
  const evaluator = new RuleEvaluator(
    new Map(parameters.map(parameter => [parameter.key, parameter])),
    values,
  );
  return rules.flatMap(rule => {
    try {
      if (rule.condition !== undefined && !evaluator.isTrue(rule.condition)) {
        return [];
      }
    } catch (error) {
      if (error instanceof UnknownHere) {
        return [];
      }
      throw error;
    }
    return rule.assertions.flatMap(({ assert, description }) => {
      try {
        return evaluator.isTrue(assert)
          ? []
          : [description ?? `Rule ${rule.name} is not satisfied.`];
      } catch (error) {
        if (error instanceof UnknownHere) {
          return [];
        }
        throw error;
      }
    });
  });
}
