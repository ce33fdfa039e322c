import { ParameterTexts } from '../cloudformation/parameters';
import { Template } from '../cloudformation/template';
import { ProvisionedProduct } from '../state/entities';

/** A parameter of an update. */
export interface UpdateParameter {
  Key?: string;
  Value?: string;
  UsePreviousValue?: boolean;
}

/** Values for an update, before defaults and checks. */
export interface MergedParameters {
  values: ParameterTexts;
  /** Names that keep their previous value. */
  trusted: Set<string>;
  /** Why CloudFormation will refuse them, if it will. */
  problem?: string;
}

/**
 * Puts together the values of an update. Parameters that are not mentioned fall back to the
 * template's default and not to the previous value: Service Catalog hands CloudFormation only what
 * it was given. A previous value together with a value is an error, whatever the reference says.
 */
export function mergeParameters(
  provisioned: ProvisionedProduct,
  parameters: UpdateParameter[],
): MergedParameters {
  const values: ParameterTexts = {};
  const trusted = new Set<string>();
  let problem: string | undefined;
  for (const { Key = '', Value, UsePreviousValue } of parameters) {
    if (!UsePreviousValue) {
      values[Key] = Value ?? '';
    } else if (Value) {
      problem ??= `Invalid input for parameter key ${Key}. Cannot specify usePreviousValue as true and non empty value for a parameter`;
    } else if (Object.hasOwn(provisioned.parameters, Key)) {
      values[Key] = provisioned.parameters[Key];
      trusted.add(Key);
    } else {
      problem ??= `Invalid input for parameter key ${Key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`;
    }
  }
  return { values, trusted, problem };
}

/** Whether the stack would run with other values than before. A NoEcho value sent again counts. */
export function changesParameters(
  template: Template,
  provisioned: ProvisionedProduct,
  { values, trusted }: MergedParameters,
): boolean {
  return Object.entries(template.parameters).some(
    ([name, parameter]) =>
      !trusted.has(name) &&
      (parameter.noEcho
        ? values[name] !== undefined
        : (values[name] ?? parameter.default) !== provisioned.parameters[name]),
  );
}
