import { z } from 'zod';
import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { parseRules } from '../cloudformation/template';
import { invalidParameters } from '../errors';
import { AccountState } from '../state/AccountState';
import { Constraint, ConstraintType, Product } from '../state/entities';
import { World } from '../state/World';
import { StackSetTargets } from '../stackSets/stackSetRequest';
import { LaunchPath } from './launchPaths';
import { constraintsOn } from './lookups';
import { isEngineType, requireCloudFormation } from './productTypes';

const PARAMETERS: { [T in ConstraintType]: z.ZodType } = {
  LAUNCH: z
    .strictObject({
      RoleArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be a role ARN')
        .optional(),
      LocalRoleName: z
        .string()
        .regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role')
        .optional(),
    })
    .refine(
      ({ RoleArn, LocalRoleName }) =>
        (RoleArn === undefined) !== (LocalRoleName === undefined),
      'exactly one of RoleArn and LocalRoleName must be specified',
    ),
  NOTIFICATION: z.strictObject({
    NotificationArns: z
      .array(
        z
          .string()
          .regex(/^arn:aws[a-z-]*:sns:[^:]+:\d{12}:.+$/, 'must be a topic ARN'),
      )
      .min(1)
      .max(5),
  }),
  TEMPLATE: z.strictObject({ Rules: z.record(z.string(), z.unknown()) }),
  STACKSET: z.strictObject({
    Version: z.string(),
    Properties: z.strictObject({
      AccountList: z
        .array(z.string().regex(/^\d{12}$/, 'must be an account id'))
        .min(1),
      RegionList: z.array(z.string().min(1)).min(1),
      AdminRole: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be a role ARN'),
      ExecutionRole: z.string().regex(/^[\w+=,.@-]{1,64}$/),
      StackInstanceControl: z.enum(['ALLOWED', 'NOT_ALLOWED']).optional(),
    }),
  }),
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

/** What constraints on a product cannot be: an engine knows neither rules nor stack sets. */
export function checkConstraintOn(
  product: Product,
  type: ConstraintType,
): void {
  if (type === 'TEMPLATE' || type === 'STACKSET') {
    requireCloudFormation(product, `Constraints of type ${type}`);
  }
}

/**
 * A launch role given by name must exist in the account that makes the constraint, as far as its roles
 * are known.
 *
 * @throws InvalidParametersException when it does not exist
 */
export function checkLocalRole(
  { roles }: World,
  accountId: string,
  type: ConstraintType,
  parameters: string,
): void {
  const name: string | undefined =
    type === 'LAUNCH' ? JSON.parse(parameters).LocalRoleName : undefined;
  const arn = name && `arn:aws:iam::${accountId}:role/${name}`;
  if (arn && !roles.exists(arn)) {
    throw invalidParameters(
      `Invalid constraint parameters for LAUNCH: role ${name} does not exist in account ${accountId}.`,
    );
  }
}

/** Types of which a product has at most one in a portfolio. */
const SINGLE: readonly ConstraintType[] = [
  'LAUNCH',
  'STACKSET',
  'RESOURCE_UPDATE',
];

/**
 * The type of the constraint that stands in the way of a new one: another one of the same type where
 * there can be only one, or a launch role and a stack set, which exclude each other.
 */
export function conflictingType(
  type: ConstraintType,
  existing: Constraint[],
): ConstraintType | undefined {
  const conflicting: ConstraintType[] = SINGLE.includes(type) ? [type] : [];
  if (type === 'LAUNCH') {
    conflicting.push('STACKSET');
  } else if (type === 'STACKSET') {
    conflicting.push('LAUNCH');
  }
  return existing.find(other => conflicting.includes(other.type))?.type;
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

/**
 * The same for a launch of the product: what an engine provisions needs a role.
 *
 * @throws InvalidParametersException when there is none
 */
export function requiredLaunchRole(
  state: AccountState,
  path: LaunchPath,
  { type }: Pick<Product, 'type'>,
): string | undefined {
  const arn = launchRoleArn(state, path);
  if (arn === undefined && isEngineType(type)) {
    throw invalidParameters(
      'Error occurred during parameter parsing: LaunchRoleArn is required and must be non empty',
    );
  }
  return arn;
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

/** The topics that NOTIFICATION constraints of the path send stack events to. */
export function notificationArns(
  state: AccountState,
  { portfolio, productId }: LaunchPath,
): string[] {
  return constraintsOn(state, portfolio.id, productId, 'NOTIFICATION').flatMap(
    ({ parameters }): string[] => JSON.parse(parameters).NotificationArns,
  );
}

/** Where the STACKSET constraint of the path has stacks made; absent without one. */
export function stackSetTargets(
  state: AccountState,
  { portfolio, productId }: LaunchPath,
): StackSetTargets | undefined {
  const [constraint] = constraintsOn(
    state,
    portfolio.id,
    productId,
    'STACKSET',
  );
  if (!constraint) {
    return undefined;
  }
  const { AccountList, RegionList, StackInstanceControl } = JSON.parse(
    constraint.parameters,
  ).Properties;
  return {
    accounts: AccountList,
    regions: RegionList,
    allowsInstanceControl: StackInstanceControl !== 'NOT_ALLOWED',
  };
}
