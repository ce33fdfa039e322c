import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_PROVISIONED_PRODUCTS } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { readAnnotation } from '../ownership';

/** What belongs on an entity's page. */
export type EntityFilter = {
  owner?: string;
  entity?: { ref: string; pointsAt: string[] };
};

/**
 * A group's or user's page shows what it owns; another entity's what is for it, or what its annotation points at.
 *
 * @returns undefined when no entity is asked for
 */
export async function findEntityFilter(
  catalog: CatalogService,
  caller: Caller,
  entityRef: string | undefined,
): Promise<EntityFilter | undefined> {
  if (entityRef === undefined) {
    return undefined;
  }
  if (['group', 'user'].includes(parseEntityRef(entityRef).kind)) {
    return { owner: entityRef };
  }
  const entity: Entity | undefined = await catalog.getEntityByRef(entityRef, {
    credentials: caller.credentials,
  });
  const pointsAt =
    entity && readAnnotation(entity, ANNOTATION_PROVISIONED_PRODUCTS);
  return { entity: { ref: entityRef, pointsAt: pointsAt ?? [] } };
}
