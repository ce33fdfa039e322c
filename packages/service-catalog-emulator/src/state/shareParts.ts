import { isDeepStrictEqual } from 'node:util';
import {
  ProvisionedProduct,
  ProvisionedProductChange,
  ProvisioningRecord,
} from './entities';

/** Nearly every record has nothing of something; it is the same nothing, so it may not be changed. */
const NONE: never[] = [];
Object.freeze(NONE);
const NO_CHANGE: ProvisionedProductChange = Object.freeze({});

/**
 * Lets a record that has ended take no more memory than it needs: what its provisioned product has as well is
 * there only once, and what it has nothing of is not there at all.
 *
 * @param product - absent when it is gone
 */
export function shareParts(
  record: ProvisioningRecord,
  product: ProvisionedProduct | undefined,
): void {
  const { stack, outcome } = record;
  // Applied once; a copy of it in every record would double what there is to keep.
  outcome.change = NO_CHANGE;
  // Not deleted: an object that lost a member takes several times the memory.
  record.instanceChanges = undefined;
  if (outcome.errors.length === 0) {
    outcome.errors = NONE;
  }
  if (stack?.cleanup.length === 0) {
    stack.cleanup = NONE;
  }
  if (!product) {
    return;
  }
  record.provisionedProductId = product.id;
  record.provisionedProductName = product.name;
  if (record.id === product.lastRecordId) {
    record.id = product.lastRecordId;
  }
  if (isDeepStrictEqual(outcome.outputs, product.outputs)) {
    outcome.outputs = product.outputs;
  }
  if (!stack) {
    return;
  }
  if (stack.stackId === product.stackId) {
    stack.stackId = product.stackId;
  }
  if (isDeepStrictEqual(stack.resources, product.resources)) {
    stack.resources = product.resources;
  }
  if (isDeepStrictEqual(stack.parameters, product.parameters)) {
    stack.parameters = product.parameters;
  }
}
