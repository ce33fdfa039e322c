import { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { AwsTargets, listStackInstances } from '../../aws';
import { OrderContent } from '../StoredOrder';

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/**
 * Where the stacks of a stack set are now. An update that does not say so is for AWS to place, by the STACKSET constraint as it
 * is then.
 *
 * @returns undefined for what is no stack set, or has no stacks
 * @throws AwsCallError
 */
export async function readStackSet(
  targets: AwsTargets,
  found: Pick<ProvisionedProduct, 'target' | 'id' | 'type'>,
): Promise<OrderContent['stackSet']> {
  if (found.type !== 'CFN_STACKSET') {
    return undefined;
  }
  const instances = await listStackInstances(
    targets.get(found.target),
    found.id,
  );
  return instances.length === 0
    ? undefined
    : {
        accounts: sortedSet(instances.map(({ account }) => account)),
        regions: sortedSet(instances.map(({ region }) => region)),
      };
}
