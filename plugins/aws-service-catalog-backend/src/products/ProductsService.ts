import { NotFoundError } from '@backstage/errors';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  LaunchForm,
  LaunchFormQuery,
  ListProductsQuery,
  ListProductsResponse,
  Product,
  productReadPermission,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { Authorizer, Caller } from '../authorize';
import { PluginConfig } from '../config';
import { policyAllows } from '../database/conditions';
import { fillParameters } from '../governance';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { chooseOwner, portalTags, possibleOwners } from '../ownership';
import { CostEstimator } from '../policy';
import { TargetsService } from '../targets';
import { EntityDecision, EntityOrderings } from './EntityOrderings';
import {
  LaunchChoice,
  LaunchResolver,
  pathsForEntity,
  ResolvedLaunch,
} from './LaunchResolver';
import {
  ProductField,
  ProductStore,
  ProductVisibility,
  StoredProduct,
} from './ProductStore';

const DEFAULT_LIMIT = 50;

/** Nobody's name where the caller has to choose. */
function ownerByDefault(caller: Caller, target: string): string {
  const choice = chooseOwner(caller, target, undefined);
  return 'owner' in choice ? choice.owner : '';
}

/** What callers may see and launch of a target's products. */
export class ProductsService {
  constructor(
    private readonly options: {
      config: PluginConfig;
      authorizer: Authorizer;
      store: ProductStore;
      entities: EntityOrderings;
      launches: LaunchResolver;
      targets: TargetsService;
      costs: CostEstimator;
    },
  ) {}

  /**
   * The products that the caller, or the entity in the query, may order. Makes no AWS call.
   *
   * @throws NotFoundError when the catalog shows the caller no such entity
   */
  async list(
    caller: Caller,
    query: ListProductsQuery,
  ): Promise<ListProductsResponse> {
    const { authorizer, entities, store, targets } = this.options;
    const decision = query.entityRef
      ? await entities.decide(caller, query.entityRef)
      : undefined;
    const statuses = await targets.statuses(caller);
    if (decision && !decision.scope) {
      return {
        items: [],
        totalItems: 0,
        portfolios: [],
        entity: decision.ordering,
        targets: statuses,
      };
    }
    const visibility: ProductVisibility = {
      targets: [...caller.targets.keys()],
      policy: await authorizer.getPolicy<ProductField>(
        productReadPermission,
        caller,
      ),
      scope: decision?.scope,
    };
    const page = await store.list(visibility, {
      ...query,
      limit: query.limit ?? DEFAULT_LIMIT,
    });
    return {
      items: await this.addEstimates(
        caller,
        await this.present(page.items),
        decision?.ordering.owner,
      ),
      totalItems: page.total,
      nextCursor: page.nextCursor,
      portfolios: await store.listPortfolios(visibility),
      entity: decision?.ordering,
      targets: statuses,
    };
  }

  /**
   * One product, without what a launch of it is expected to cost. Makes no AWS call.
   *
   * @throws NotFoundError when there is none, or the caller may not see it
   */
  async get(caller: Caller, address: TargetAddress): Promise<Product> {
    const [product] = await this.present([
      await this.findVisible(caller, address),
    ]);
    return product;
  }

  /** As {@link ProductsService.get}, with what a launch of it is expected to cost. */
  async describe(caller: Caller, address: TargetAddress): Promise<Product> {
    const [product] = await this.addEstimates(caller, [
      await this.get(caller, address),
    ]);
    return product;
  }

  /**
   * Everything needed to fill in a launch. Calls AWS when the form is not known yet.
   *
   * @throws NotFoundError when there is no such product, or the caller may not see it
   * @throws NotAllowedError when the caller may not order for the entity
   * @throws InvalidFieldsError
   */
  async getLaunchForm(
    caller: Caller,
    address: TargetAddress,
    query: LaunchFormQuery,
  ): Promise<LaunchForm> {
    const { config, entities } = this.options;
    const product = await this.get(caller, address);
    const decision = query.entityRef
      ? await entities.decide(caller, query.entityRef)
      : undefined;
    const { version, path, paths, form } = await this.resolveLaunch(
      product,
      decision,
      { versionId: query.version, pathId: query.path },
      { fields: { version: 'version', path: 'path' } },
    );
    const owners = decision?.ordering.owner
      ? [decision.ordering.owner]
      : possibleOwners(caller, product.target);
    const { tagUpdatesAllowed: _, ...shown } = form;
    const launch = {
      owner: this.ownerOfForm(caller, product.target, owners, query.owner),
      requester: caller.userEntityRef,
      entity: decision?.ordering.entityRef,
      portal: config.portal,
      target: {
        name: product.target,
        accountId: product.accountId,
        region: product.region,
      },
      product,
    };
    return {
      target: product.target,
      accountId: product.accountId,
      region: product.region,
      product: { id: product.id, name: product.name },
      version,
      path,
      versions: product.versions,
      paths,
      ...shown,
      parameters: fillParameters(config.parameters, form.parameters, {
        ...launch,
        portfolioName: path.portfolioName,
      }).parameters,
      stampedTags: portalTags(config.tags, launch),
      owners,
    };
  }

  /**
   * Finds version, path and form of a launch of a product that the caller may see.
   *
   * @param decision - about the entity that it is for
   * @param options.fields - how version and path are called in the request
   * @throws NotAllowedError, InvalidFieldsError, AwsCallError
   */
  async resolveLaunch(
    product: Product,
    decision: EntityDecision | undefined,
    choice: LaunchChoice,
    options: Parameters<LaunchResolver['resolve']>[3],
  ): Promise<ResolvedLaunch> {
    const paths = pathsForEntity(product, decision);
    return this.options.launches.resolve(product, paths, choice, options);
  }

  /** Whether the caller may order for an entity. */
  async decideEntity(
    caller: Caller,
    entityRef: string,
  ): Promise<EntityDecision> {
    return this.options.entities.decide(caller, entityRef);
  }

  /** Whether the permission policy allows the caller something about a product, such as ordering it. */
  async isAllowed(
    caller: Caller,
    permission: ResourcePermission,
    product: Pick<Product, 'target' | 'id' | 'name'>,
  ): Promise<boolean> {
    return policyAllows(
      await this.options.authorizer.getPolicy<ProductField>(permission, caller),
      {
        target: product.target,
        productId: product.id,
        productName: product.name,
      },
    );
  }

  private ownerOfForm(
    caller: Caller,
    target: string,
    owners: string[],
    named: string | undefined,
  ): string | undefined {
    if (named === undefined) {
      return owners[0];
    }
    if (!owners.includes(named)) {
      const choice = chooseOwner(caller, target, named);
      throw new InvalidFieldsError([
        'problem' in choice
          ? choice.problem
          : { field: 'owner', message: `The owner is ${owners[0]}.` },
      ]);
    }
    return named;
  }

  private async findVisible(
    caller: Caller,
    { target, id }: TargetAddress,
  ): Promise<StoredProduct> {
    const product = caller.targets.has(target)
      ? await this.options.store.find(target, id)
      : undefined;
    if (
      !product ||
      !(await this.isAllowed(caller, productReadPermission, product))
    ) {
      throw new NotFoundError(`There is no product ${id} in target ${target}`);
    }
    return product;
  }

  /** @param owner - for whom it is; undefined: for whom the caller would order unless somebody says otherwise */
  private async addEstimates(
    caller: Caller,
    products: Product[],
    owner?: string,
  ): Promise<Product[]> {
    const estimates = await this.options.costs.estimate(
      products.map(product => ({
        target: product.target,
        owner: owner ?? ownerByDefault(caller, product.target),
        product,
        version: product.versions.find(
          ({ guidance }) => guidance === 'DEFAULT',
        ),
        portfolioNames: product.paths.map(path => path.portfolioName),
      })),
    );
    return products.map((product, index) => ({
      ...product,
      estimate: estimates[index],
    }));
  }

  private async present(products: StoredProduct[]): Promise<Product[]> {
    const freshness = await this.options.targets.freshness();
    return products.map(({ readAt, ...product }) => {
      const { accountId = '', region = '' } =
        this.options.config.targets.find(
          ({ name }) => name === product.target,
        ) ?? {};
      const syncedAt = freshness.get(product.target)?.syncedAt ?? readAt;
      return {
        ...product,
        accountId,
        region,
        syncedAt: syncedAt > readAt ? syncedAt : readAt,
      };
    });
  }
}
