import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';
import { Product } from 'backstage-plugin-aws-service-catalog-common';
import { AwsServiceCatalogService } from 'backstage-plugin-aws-service-catalog-node';

type Options = {
  awsServiceCatalog: AwsServiceCatalogService;
  credentials: BackstageCredentials;
};

/**
 * Finds the one product that a template means by a name or an id.
 *
 * @throws NotFoundError when there is none that the caller may order, ConflictError when there are several
 */
export async function resolveProduct(
  request: { product: string; target?: string; entityRef?: string },
  options: Options,
): Promise<Product> {
  const { product, target, entityRef } = request;
  const { items, entity } = await options.awsServiceCatalog.listProducts(
    { name: product, target, entityRef, limit: 100 },
    options,
  );
  const found = items.length > 0 ? items : await findById(request, options);

  if (found.length === 0) {
    const reason = entity?.message ? ` ${entity.message}` : '';
    throw new NotFoundError(
      `product: nothing that may be ordered has the name or id "${product}".${reason}`,
    );
  }
  if (found.length > 1) {
    const candidates = found
      .map(each => `${each.id} in target ${each.target}`)
      .join(', ');
    throw new ConflictError(
      `product: "${product}" is not unique, it may be ${candidates}. Give the id as product, and the target.`,
    );
  }
  return found[0];
}

async function findById(
  request: { product: string; target?: string },
  options: Options,
): Promise<Product[]> {
  // An id is a single path segment of letters, digits and hyphens; anything else can only be a name.
  if (!/^[a-zA-Z0-9_-]{1,100}$/.test(request.product)) {
    return [];
  }
  const targets = request.target
    ? [request.target]
    : (await options.awsServiceCatalog.listTargets(options)).items.map(
        ({ name }) => name,
      );
  const found = await Promise.all(
    targets.map(async target => {
      try {
        return await options.awsServiceCatalog.getProduct(
          { target, id: request.product },
          options,
        );
      } catch (error) {
        if (ResponseError.is(error) && error.statusCode === 404) {
          return undefined;
        }
        throw error;
      }
    }),
  );
  return found.filter(each => each !== undefined);
}

/**
 * Finds the id of the one version that a template means by a name or an id.
 *
 * @throws InputError when there is none, or more than one
 */
export function resolveVersionId(product: Product, version: string): string {
  return resolveOne(
    'version',
    version,
    product.versions.map(({ id, name }) => ({ id, name })),
  );
}

/**
 * Finds the id of the one launch path that a template means by its id, or by the name or id of its portfolio.
 *
 * @throws InputError when there is none, or more than one
 */
export function resolvePathId(product: Product, path: string): string {
  return resolveOne(
    'path',
    path,
    product.paths.map(({ id, portfolioId, portfolioName }) => ({
      id,
      name: portfolioName,
      otherId: portfolioId,
    })),
  );
}

function resolveOne(
  field: string,
  wanted: string,
  candidates: { id: string; name: string; otherId?: string }[],
): string {
  const matches = candidates.filter(({ id, name, otherId }) =>
    [id, name, otherId].includes(wanted),
  );
  if (matches.length === 1) {
    return matches[0].id;
  }
  const choice = candidates.map(({ id, name }) => `${name} (${id})`).join(', ');
  throw new InputError(
    matches.length === 0
      ? `${field}: there is no "${wanted}"; there is ${choice || 'none'}`
      : `${field}: "${wanted}" is not unique; give the id of one of ${choice}`,
  );
}
