import { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { findInTargets, requireOne, ResolveOptions } from './resolve';

/**
 * Finds the one provisioned product that a template means by a name or an id.
 *
 * @throws NotFoundError when there is none that the caller may read, ConflictError when there are several
 */
export async function resolveProvisionedProduct(
  request: { provisionedProduct: string; target?: string },
  options: ResolveOptions,
): Promise<ProvisionedProduct> {
  const { provisionedProduct: wanted, target } = request;
  // The search matches words in any name; a page is enough, as the whole name is given.
  const { items } = await options.awsServiceCatalog.listProvisionedProducts(
    { search: wanted.slice(0, 200), target, limit: 100 },
    options,
  );
  const named = items.filter(({ name }) => name === wanted);
  const found =
    named.length > 0
      ? named
      : await findInTargets(wanted, target, options, address =>
          options.awsServiceCatalog.getProvisionedProduct(address, options),
        );
  return requireOne(
    'provisionedProduct',
    wanted,
    found,
    'no provisioned product that you may see has',
  );
}
