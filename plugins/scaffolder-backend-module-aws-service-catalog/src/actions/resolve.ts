import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';
import { TargetAddress } from 'backstage-plugin-aws-service-catalog-common';
import { AwsServiceCatalogService } from 'backstage-plugin-aws-service-catalog-node';

/** Where to look, and for whom. */
export type ResolveOptions = {
  awsServiceCatalog: AwsServiceCatalogService;
  credentials: BackstageCredentials;
};

/**
 * Looks for something by its id: in one target, or in all that serve the caller. Ids of shared products repeat across accounts.
 *
 * @param get - reads it from a target; an answer of 404 means that it is not there
 */
export async function findInTargets<T>(
  id: string,
  target: string | undefined,
  options: ResolveOptions,
  get: (address: TargetAddress) => Promise<T>,
): Promise<T[]> {
  // Anything else can only be a name.
  if (!/^[a-zA-Z0-9_-]{1,100}$/.test(id)) {
    return [];
  }
  const targets = target
    ? [target]
    : (await options.awsServiceCatalog.listTargets(options)).items.map(
        ({ name }) => name,
      );
  const found = await Promise.all(
    targets.map(async name => {
      try {
        return await get({ target: name, id });
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
 * Insists on exactly one of what was found in targets.
 *
 * @param field - the input that names it
 * @param none - how to say that there is none, up to `the name or id "…"`
 * @throws NotFoundError or ConflictError
 */
export function requireOne<T extends { id: string; target: string }>(
  field: string,
  wanted: string,
  found: T[],
  none: string,
): T {
  if (found.length === 0) {
    throw new NotFoundError(`${field}: ${none} the name or id "${wanted}"`);
  }
  if (found.length > 1) {
    const candidates = found
      .map(({ id, target }) => `${id} in target ${target}`)
      .join(' or ');
    throw new ConflictError(
      `${field}: "${wanted}" may be ${candidates}. Give the id, and the target`,
    );
  }
  return found[0];
}

/**
 * Picks the id of the one candidate that a template means by an id or a name.
 *
 * @param field - the input that names it
 * @throws InputError when there is none, or more than one
 */
export function pickId(
  field: string,
  wanted: string,
  candidates: { id: string; names: (string | undefined)[] }[],
): string {
  const matches = candidates.filter(
    ({ id, names }) => id === wanted || names.includes(wanted),
  );
  if (matches.length === 1) {
    return matches[0].id;
  }
  const choice = candidates
    .map(({ id, names }) => `${names[0]} (${id})`)
    .join(', ');
  throw new InputError(
    matches.length === 0
      ? `${field}: "${wanted}" is none of ${choice || 'none at all'}`
      : `${field}: "${wanted}" is not unique. Give the id of one of ${choice}`,
  );
}
