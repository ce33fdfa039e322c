import type {
  Product,
  ProductVersion,
} from 'backstage-plugin-aws-service-catalog-common';

/**
 * The version that is launched when nobody chooses: the newest one that is not deprecated.
 *
 * @returns undefined when every version is deprecated, or there is none
 */
export function getCurrentVersion(
  product: Pick<Product, 'versions'>,
): ProductVersion | undefined {
  return product.versions.find(version => version.guidance === 'DEFAULT');
}

/**
 * Why nobody can launch a product now.
 *
 * @returns one sentence; undefined when it can be launched
 */
export function getLaunchObstacle(
  product: Pick<Product, 'versions' | 'paths'>,
): string | undefined {
  if (product.paths.length === 0) {
    return 'No portfolio lets the portal launch this product. Ask the platform team to grant access to one.';
  }
  if (!getCurrentVersion(product)) {
    return 'Every version of this product is deprecated. Ask its provider for a current one.';
  }
  return undefined;
}
