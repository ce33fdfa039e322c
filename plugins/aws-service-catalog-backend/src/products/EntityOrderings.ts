import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EntityOrdering } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { PluginConfig } from '../config';
import { decideEntityOrdering, EntityScope } from '../ownership';
import { ProductStore } from './ProductStore';

/** Whether the caller may order for an entity, and what its annotations leave; no scope unless the state is `ok`. */
export type EntityDecision = { ordering: EntityOrdering; scope?: EntityScope };

/** Decides who may order what for an entity of the catalog. */
export class EntityOrderings {
  constructor(
    private readonly options: {
      config: PluginConfig;
      catalog: CatalogService;
      store: ProductStore;
    },
  ) {}

  /**
   * @throws NotFoundError when the catalog shows the caller no such entity
   */
  async decide(caller: Caller, entityRef: string): Promise<EntityDecision> {
    const { catalog, config, store } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: caller.credentials,
    });
    if (!entity) {
      throw new NotFoundError(`There is no entity ${entityRef}`);
    }
    return decideEntityOrdering({
      entity,
      caller,
      targets: config.targets,
      known: targets => store.knownNames(targets),
    });
  }
}
