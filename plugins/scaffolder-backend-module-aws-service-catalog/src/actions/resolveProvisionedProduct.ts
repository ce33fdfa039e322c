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
  const named = await findByName(wanted, target, options);
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

/** The search finds names that contain the wanted one, so all pages are read for those that are equal to it. */
async function findByName(
  name: string,
  target: string | undefined,
  options: ResolveOptions,
): Promise<ProvisionedProduct[]> {
  const found: ProvisionedProduct[] = [];
  let cursor: string | undefined;
  do {
    const page = await options.awsServiceCatalog.listProvisionedProducts(
      { search: name.slice(0, 200), target, limit: 100, cursor },
      options,
    );
    found.push(...page.items.filter(each => each.name === name));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
