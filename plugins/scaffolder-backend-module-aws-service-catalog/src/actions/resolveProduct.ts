import { NotFoundError } from '@backstage/errors';
import { Product } from 'backstage-plugin-aws-service-catalog-common';
import { findInTargets, pickId, requireOne, ResolveOptions } from './resolve';

/**
 * Finds the one product that a template means by a name or an id.
 *
 * @throws NotFoundError when there is none that the caller may order, ConflictError when there are several
 */
export async function resolveProduct(
  request: { product: string; target?: string; entityRef?: string },
  options: ResolveOptions,
): Promise<Product> {
  const { product: wanted, target, entityRef } = request;
  const { items, entity } = await options.awsServiceCatalog.listProducts(
    { name: wanted, target, entityRef, limit: 100 },
    options,
  );
  const found =
    items.length > 0
      ? items
      : await findInTargets(wanted, target, options, address =>
          options.awsServiceCatalog.getProduct(address, options),
        );
  if (found.length === 0 && entity?.message) {
    throw new NotFoundError(`entityRef: ${entity.message}`);
  }
  return requireOne(
    'product',
    wanted,
    found,
    'no product that you may order has',
  );
}

/**
 * Finds the id of the version that a template means by a name or an id.
 *
 * @throws InputError when there is none, or more than one
 */
export function resolveVersionId(product: Product, version: string): string {
  return pickId(
    'version',
    version,
    product.versions.map(({ id, name }) => ({ id, names: [name] })),
  );
}

/**
 * Finds the id of the launch path that a template means by its id, or by the name or id of its portfolio.
 *
 * @throws InputError when there is none, or more than one
 */
export function resolvePathId(product: Product, path: string): string {
  return pickId(
    'path',
    path,
    product.paths.map(({ id, portfolioId, portfolioName }) => ({
      id,
      names: [portfolioName, portfolioId],
    })),
  );
}
