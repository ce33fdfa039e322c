import { invalidParameters } from '../errors';
import { ProvisionedProductType } from '../state/entities';

/** Types of products that an engine of the customer provisions, instead of CloudFormation. */
const ENGINE_TYPES = ['TERRAFORM_CLOUD', 'EXTERNAL'] as const;

/** A type of product that an engine provisions. */
export type EngineType = (typeof ENGINE_TYPES)[number];

const CLOUDFORMATION = 'CLOUD_FORMATION_TEMPLATE';

/** Whether products of that type are provisioned by an engine. */
export function isEngineType(type: string): type is EngineType {
  return ENGINE_TYPES.some(engineType => engineType === type);
}

/**
 * Refuses products of types that AWS, or this emulator, does not make any more or at all.
 *
 * @throws InvalidParametersException naming the types there are
 */
export function checkProductType(type: string): void {
  if (type === 'TERRAFORM_OPEN_SOURCE') {
    throw invalidParameters(
      'The product type TERRAFORM_OPEN_SOURCE is no longer supported for new products and provisioning artifacts. Use EXTERNAL instead.',
    );
  }
  if (type !== CLOUDFORMATION && !isEngineType(type)) {
    throw invalidParameters(
      `Products of type ${type} are not supported by this emulator.`,
    );
  }
}

/**
 * Refuses what only CloudFormation products can do.
 *
 * @param what - such as `Plans`
 * @throws InvalidParametersException for a product that an engine provisions
 */
export function requireCloudFormation(
  { id, type }: { id: string; type: string },
  what: string,
): void {
  if (isEngineType(type)) {
    throw invalidParameters(
      `${what} are not supported for product ${id}: it is of type ${type}.`,
    );
  }
}

/** The type of what is launched from a version. */
export function provisionedProductTypeOf(type: string): ProvisionedProductType {
  return isEngineType(type) ? type : 'CFN_STACK';
}
