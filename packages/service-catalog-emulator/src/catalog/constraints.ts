import { z } from 'zod';
import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { parseRules } from '../cloudformation/template';
import { invalidParameters } from '../errors';
import { AccountState } from '../state/AccountState';
import { ConstraintType } from '../state/entities';
import { LaunchPath } from './launchPaths';
import { constraintsOn } from './lookups';

const PARAMETERS: { [T in ConstraintType]: z.ZodType } = {
  LAUNCH: z.union([
    z.strictObject({
      RoleArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be a role ARN'),
    }),
    z.strictObject({ LocalRoleName: z.string().regex(/^[\w+=,.@-]{1,64}$/) }),
  ]),
  TEMPLATE: z.strictObject({ Rules: z.record(z.string(), z.unknown()) }),
  RESOURCE_UPDATE: z.strictObject({
    Version: z.literal('2.0'),
    Properties: z.strictObject({
      TagUpdateOnProvisionedProduct: z.enum(['ALLOWED', 'NOT_ALLOWED']),
    }),
  }),
};

/**
 * Checks a constraint's type and the JSON text of its parameters.
 *
 * @returns the type
 * @throws InvalidParametersException naming what is wrong
 */
export function checkConstraint(
  type: string,
  parameters: string,
): ConstraintType {
  if (!isConstraintType(type)) {
    throw invalidParameters(
      `Constraints of type ${type} are not supported by this emulator; supported are ${Object.keys(
        PARAMETERS,
      ).join(', ')}.`,
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(parameters);
  } catch {
    throw invalidParameters(
      `Invalid constraint parameters: they are no valid JSON.`,
    );
  }
  const result = PARAMETERS[type].safeParse(parsed);
  if (!result.success) {
    throw invalidParameters(
      `Invalid constraint parameters for ${type}: ${z
        .prettifyError(result.error)
        .replaceAll('\n', ' ')}`,
    );
  }
  if (type === 'TEMPLATE') {
    checkRulesFormat((parsed as { Rules: { [name: string]: unknown } }).Rules);
  }
  return type;
}

function checkRulesFormat(rules: { [name: string]: unknown }): void {
  try {
    parseRules(rules);
  } catch (error) {
    if (error instanceof CloudFormationError) {
      throw invalidParameters(
        `Invalid constraint parameters for TEMPLATE: ${error.message}`,
      );
    }
    throw error;
  }
}

function isConstraintType(type: string): type is ConstraintType {
  return Object.hasOwn(PARAMETERS, type);
}

/** Role that the LAUNCH constraint of the path gives; absent without one. */
export function launchRoleArn(
  state: AccountState,
  { portfolio, productId }: LaunchPath,
): string | undefined {
  const [constraint] = constraintsOn(state, portfolio.id, productId, 'LAUNCH');
  if (!constraint) {
    return undefined;
  }
  const { RoleArn, LocalRoleName } = JSON.parse(constraint.parameters);
  return RoleArn ?? `arn:aws:iam::${state.accountId}:role/${LocalRoleName}`;
}

/** Whether the RESOURCE_UPDATE constraint of the path lets updates change tags. */
export function tagUpdateAllowed(
  state: AccountState,
  { portfolio, productId }: LaunchPath,
): boolean {
  const [constraint] = constraintsOn(
    state,
    portfolio.id,
    productId,
    'RESOURCE_UPDATE',
  );
  return (
    constraint !== undefined &&
    JSON.parse(constraint.parameters).Properties
      .TagUpdateOnProvisionedProduct === 'ALLOWED'
  );
}
