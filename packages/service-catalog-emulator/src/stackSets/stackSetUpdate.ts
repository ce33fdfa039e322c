import { stackSetTargets } from '../catalog/constraints';
import { LaunchPath } from '../catalog/launchPaths';
import { UpdateParameter } from '../provisioning/updateParameters';
import { AccountState } from '../state/AccountState';
import { ProvisionedProduct } from '../state/entities';
import {
  StackSetPreferences,
  StackSetRequest,
  stackSetRequest,
} from './stackSetRequest';

/**
 * Whether an update only adds stacks to a stack set, or removes some: then another product, another version and other
 * values are ignored.
 */
export function keepsInputs(
  { type }: ProvisionedProduct,
  { StackSetOperationType = 'UPDATE' }: StackSetPreferences = {},
): boolean {
  return type === 'CFN_STACKSET' && StackSetOperationType !== 'UPDATE';
}

/** Parameters that leave every value as it is. */
export function previousValues({
  parameters,
}: ProvisionedProduct): UpdateParameter[] {
  return Object.keys(parameters).map(Key => ({ Key, UsePreviousValue: true }));
}

/**
 * What an update asks of a stack set; absent for what is none. Without its constraint only the stacks that there are can
 * be changed.
 *
 * @throws InvalidParametersException when it asks too much
 */
export function stackSetUpdate(
  state: AccountState,
  { type, instances = [] }: ProvisionedProduct,
  path: LaunchPath,
  preferences: StackSetPreferences | undefined,
): StackSetRequest | undefined {
  return type === 'CFN_STACKSET'
    ? stackSetRequest(
        stackSetTargets(state, path) ?? {
          accounts: [...new Set(instances.map(({ account }) => account))],
          regions: [...new Set(instances.map(({ region }) => region))],
          allowsInstanceControl: true,
        },
        preferences,
      )
    : undefined;
}
