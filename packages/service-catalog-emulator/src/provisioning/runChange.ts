import { isEngineType } from '../catalog/productTypes';
import { OperationContext } from '../context';
import { runEngine, runEngineTermination } from '../engines/runEngine';
import { runStackSet } from '../stackSets/runStackSet';
import { runStackSetDeletion } from '../stackSets/runStackSetDeletion';
import { StackSetRequest } from '../stackSets/stackSetRequest';
import { ProvisionedProduct } from '../state/entities';
import { StackWish } from './prepareStack';
import { DeletionResult, runDeletion } from './runDeletion';
import { runStack, StackResult } from './runStack';

/**
 * Has a stack, a stack set, or the engine of the product make what was launched or updated.
 *
 * @param stackSet - what is to be done with a stack set; absent for everything else
 */
export function runChange(
  context: OperationContext,
  wish: StackWish,
  stackSet: StackSetRequest | undefined,
): StackResult {
  if (isEngineType(wish.artifact.type)) {
    return runEngine(context, wish);
  }
  return stackSet
    ? runStackSet(context, wish, stackSet)
    : runStack(context, wish);
}

/** Has whatever made a provisioned product remove it. */
export function runTermination(
  context: OperationContext,
  provisioned: ProvisionedProduct,
  options: { ignoreErrors: boolean; retain: boolean },
): DeletionResult {
  switch (provisioned.type) {
    case 'CFN_STACK':
      return runDeletion(context, provisioned, options);
    case 'CFN_STACKSET':
      return runStackSetDeletion(context, provisioned, options);
    default:
      return runEngineTermination(context, provisioned, options);
  }
}
