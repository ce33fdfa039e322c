import { NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  LaunchPath,
  Product,
  ProductVersion,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets, isAwsCallError } from '../aws';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { EntityDecision } from './EntityOrderings';
import { LaunchForms, ReadLaunchForm } from './LaunchForms';
import { refreshProduct } from './syncProducts';

/** What is to be launched, by ids that may be left out. */
export type LaunchChoice = {
  versionId?: string;
  pathId?: string;
};

/** How the fields of the choice are called in the request, for messages. */
export type ChoiceFields = { version: string; path: string };

/** One version of a product through one launch path, with its form. */
export type ResolvedLaunch = {
  version: ProductVersion;
  path: LaunchPath;
  /** The paths that could be chosen. */
  paths: LaunchPath[];
  form: ReadLaunchForm;
};

function refuse(field: string, message: string): never {
  throw new InvalidFieldsError([{ field, message }]);
}

/** The version to launch: the chosen one, else the newest that is not deprecated. */
function chooseVersion(
  product: Pick<Product, 'name' | 'versions'>,
  versionId: string | undefined,
  field: string,
  allowDeprecated: boolean,
): ProductVersion {
  const version =
    versionId === undefined
      ? product.versions.find(({ guidance }) => guidance === 'DEFAULT')
      : product.versions.find(({ id }) => id === versionId);
  if (!version) {
    return refuse(
      field,
      versionId === undefined
        ? `${product.name} has no version that can be launched.`
        : `${versionId} is not an active version of ${product.name}.`,
    );
  }
  if (version.guidance === 'DEPRECATED' && !allowDeprecated) {
    return refuse(
      field,
      `Version ${version.name} of ${product.name} is deprecated: it cannot be launched any more.`,
    );
  }
  return version;
}

/** The launch path: the chosen one, else the only one. */
function choosePath(
  name: string,
  paths: LaunchPath[],
  pathId: string | undefined,
  field: string,
): LaunchPath {
  if (pathId !== undefined) {
    return (
      paths.find(({ id }) => id === pathId) ??
      refuse(field, `${pathId} is not a launch path of ${name}.`)
    );
  }
  if (paths.length === 1) {
    return paths[0];
  }
  return refuse(
    field,
    paths.length === 0
      ? `${name} has no launch path: the portal's role needs access to a portfolio that holds it.`
      : `${name} can be launched through several portfolios. Choose one of: ${paths
          .map(path => `${path.id} (${path.portfolioName})`)
          .join(', ')}.`,
  );
}

/**
 * Makes sure that an entity may have a product, and narrows the product's launch paths to the entity's portfolios.
 *
 * @throws NotAllowedError when the entity is another team's, or no target serves its team
 * @throws InvalidFieldsError naming `entityRef` when the entity itself is the problem
 */
export function pathsForEntity(
  product: Pick<Product, 'target' | 'id' | 'name' | 'paths'>,
  decision: EntityDecision | undefined,
): LaunchPath[] {
  if (!decision) {
    return product.paths;
  }
  const { ordering, scope } = decision;
  const message = ordering.message ?? ordering.state;
  if (['not-yours', 'not-served'].includes(ordering.state)) {
    throw new NotAllowedError(message);
  }
  if (!scope) {
    return refuse('entityRef', message);
  }
  if (!scope.targets.includes(product.target)) {
    throw new NotAllowedError(
      `Target ${product.target} does not serve ${ordering.owner}, or is not among the targets that ${ordering.entityRef} is limited to`,
    );
  }
  const { products, portfolios } = scope;
  const paths = product.paths.filter(
    ({ portfolioName }) => !portfolios || portfolios.includes(portfolioName),
  );
  const isLeftOut =
    (products &&
      !products.includes(product.id) &&
      !products.includes(product.name)) ||
    (portfolios && paths.length === 0);
  return isLeftOut
    ? refuse(
        'entityRef',
        `The annotations of ${ordering.entityRef} leave out ${product.name}.`,
      )
    : paths;
}

/** Finds what a launch will be made of. */
export class LaunchResolver {
  constructor(
    private readonly options: {
      knex: Knex;
      targets: AwsTargets;
      clock: ClockService;
      forms: LaunchForms;
    },
  ) {}

  /**
   * Resolves version and path, and reads the form. When AWS does not know our version or path any more, the product is read
   * again, so that the next attempt works on what there is.
   *
   * @param options.fresh - read the form from AWS, as is due right before an order is placed
   * @param options.allowDeprecated - for updates: a deprecated version can be updated to, but not launched
   * @throws InvalidFieldsError naming the version or path that cannot be used
   * @throws AwsCallError
   */
  async resolve(
    product: Pick<Product, 'target' | 'id' | 'name' | 'versions'>,
    paths: LaunchPath[],
    choice: LaunchChoice,
    options: {
      fields: ChoiceFields;
      fresh?: boolean;
      allowDeprecated?: boolean;
    },
  ): Promise<ResolvedLaunch> {
    const { fields, fresh, allowDeprecated = false } = options;
    const version = chooseVersion(
      product,
      choice.versionId,
      fields.version,
      allowDeprecated,
    );
    const path = choosePath(product.name, paths, choice.pathId, fields.path);
    const { target, id: productId } = product;
    try {
      const form = await this.options.forms.read(
        { target, productId, versionId: version.id, pathId: path.id },
        { fresh },
      );
      return { version, path, paths, form };
    } catch (error) {
      if (!isAwsCallError(error, 'not-found', 'invalid')) {
        throw error;
      }
      await this.readAgain(target, productId);
      return refuse(
        fields.path,
        `AWS no longer offers version ${version.name} of ${product.name} through portfolio ${path.portfolioName}. Choose again.`,
      );
    }
  }

  private async readAgain(target: string, productId: string): Promise<void> {
    const { knex, targets, clock } = this.options;
    try {
      await refreshProduct(knex, targets.get(target), productId, { clock });
    } catch (error) {
      // The next sync removes what is gone.
      if (!isAwsCallError(error, 'not-found')) {
        throw error;
      }
    }
  }
}
