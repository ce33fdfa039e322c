import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  LaunchForm,
  Product,
  ProvisionedProduct,
  TargetAddress,
  UpdateForm,
  UpdateFormQuery,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../../authorize';
import { PluginConfig } from '../../config';
import { fillParameters } from '../../governance';
import { ProductsService } from '../../products';
import { ProvisionedProductsService } from '../../provisionedProducts';
import { sendableTags } from './updateTags';
import {
  currentValueOf,
  findUsualPath,
  UpdateBases,
  UpdateBasis,
} from './UpdateBasis';

const fields = { version: 'version', path: 'path' };

/** Tells what an update is filled in with. */
export class UpdateForms {
  constructor(
    private readonly options: {
      config: PluginConfig;
      products: ProductsService;
      provisionedProducts: ProvisionedProductsService;
      bases: UpdateBases;
    },
  ) {}

  /**
   * Everything needed to fill in an update. Calls AWS for what is not known yet.
   *
   * @throws NotFoundError when there is no such provisioned product, or the caller may not read it
   * @throws ConflictError when its product is gone
   * @throws InvalidFieldsError naming the version or path that cannot be used
   * @throws AwsCallError when the launch form cannot be read
   */
  async get(
    caller: Caller,
    address: TargetAddress,
    query: UpdateFormQuery,
  ): Promise<UpdateForm> {
    const { provisionedProducts, bases } = this.options;
    const found = await provisionedProducts.get(caller, address);
    const product = await this.findProduct(caller, found);
    const running = await bases.findRunning(found);
    const common = {
      ...running.read,
      versions: product.versions,
      paths: product.paths,
    };
    const hasPath =
      query.path !== undefined ||
      product.paths.length <= 1 ||
      findUsualPath(product, running) !== undefined;
    if (!hasPath) {
      return {
        ...common,
        current: [],
        added: [],
        dropped: [],
        keepsValues: false,
        tags: { updatable: false, current: sendableTags(found.tags) },
      };
    }
    const basis = await bases.resolve(found, {
      product,
      choice: {
        versionId: query.version ?? usualVersion(product, found),
        pathId: query.path,
      },
      fields,
    });
    return { ...common, ...this.describe(caller, found, product, basis) };
  }

  private describe(
    caller: Caller,
    found: ProvisionedProduct,
    product: Product,
    basis: UpdateBasis,
  ): Omit<UpdateForm, 'versions' | 'paths'> {
    const { form, running, keeps, keepsValues } = basis;
    const keys = new Set(form.parameters.map(({ key }) => key));
    const has = (key: string) =>
      keeps.has(key) || running.parameters?.some(each => each.key === key);
    return {
      form: this.toLaunchForm(caller, found, product, basis),
      current: form.parameters
        .filter(({ key }) => has(key))
        .map(parameter => currentValueOf(parameter, basis)),
      added: form.parameters.map(({ key }) => key).filter(key => !has(key)),
      dropped: (running.parameters ?? [])
        .filter(({ key }) => !keys.has(key))
        .map(({ key, value, secret }) => ({ key, value, secret })),
      keepsValues,
      tags: {
        updatable: form.tagUpdatesAllowed,
        current: sendableTags(found.tags),
      },
    };
  }

  private toLaunchForm(
    caller: Caller,
    found: ProvisionedProduct,
    product: Product,
    { version, path, paths, form }: UpdateBasis,
  ): LaunchForm {
    const { config } = this.options;
    const { tagUpdatesAllowed: _, ...shown } = form;
    const { target, accountId, region } = found;
    const filled = fillParameters(config.parameters, form.parameters, {
      owner: found.owner,
      requester: caller.userEntityRef,
      entity: found.entityRef,
      portal: config.portal,
      target: { name: target, accountId, region },
      product,
      portfolioName: path.portfolioName,
    });
    return {
      target,
      accountId,
      region,
      product: { id: product.id, name: product.name },
      version,
      path,
      versions: product.versions,
      paths,
      ...shown,
      parameters: filled.parameters,
      stampedTags: sendableTags(found.tags),
      owners: found.owner ? [found.owner] : [],
    };
  }

  private async findProduct(
    caller: Caller,
    { target, product }: ProvisionedProduct,
  ): Promise<Product> {
    try {
      return await this.options.products.get(caller, {
        target,
        id: product.id,
      });
    } catch (error) {
      if (error instanceof NotFoundError) {
        throw new ConflictError(
          `${product.name} is not offered any more, so what was launched from it cannot be updated.`,
        );
      }
      throw error;
    }
  }
}

/** The version that runs, or when nobody can update to it any more the newest. */
function usualVersion(
  { versions }: Product,
  { version }: ProvisionedProduct,
): string | undefined {
  return versions.some(({ id }) => id === version.id) ? version.id : undefined;
}
