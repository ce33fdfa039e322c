import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ANNOTATION_PORTFOLIOS,
  ANNOTATION_PRODUCTS,
  ANNOTATION_TARGET,
  EntityOrdering,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { TargetConfig } from '../config';
import { ownersOfEntity } from './owners';

/** What an entity's annotations leave of what its owner may order; undefined: everything. */
export type EntityScope = {
  /** Target names that serve the owner, narrowed by the annotation. */
  targets: readonly string[];
  /** Portfolio names. */
  portfolios?: readonly string[];
  /** Product ids or names. */
  products?: readonly string[];
};

/** The things that annotations may name, as far as they are known in some targets. */
export type KnownNames = {
  portfolios: ReadonlySet<string>;
  /** Ids and names. */
  products: ReadonlySet<string>;
};

/** Reads a comma separated annotation; undefined when it is absent or empty. */
export function readAnnotation(
  entity: Entity,
  annotation: string,
): string[] | undefined {
  const values = (entity.metadata.annotations?.[annotation] ?? '')
    .split(',')
    .map(value => value.trim())
    .filter(value => value !== '');
  return values.length > 0 ? values : undefined;
}

function findUnknown(
  entity: Entity,
  targets: readonly TargetConfig[],
  known: KnownNames,
): string | undefined {
  const checks: [string, string, (value: string) => boolean][] = [
    [
      ANNOTATION_TARGET,
      'target',
      value => targets.some(({ name }) => name === value),
    ],
    [ANNOTATION_PORTFOLIOS, 'portfolio', value => known.portfolios.has(value)],
    [ANNOTATION_PRODUCTS, 'product', value => known.products.has(value)],
  ];
  for (const [annotation, what, isKnown] of checks) {
    const unknown = readAnnotation(entity, annotation)?.find(
      value => !isKnown(value),
    );
    if (unknown !== undefined) {
      return `The annotation ${annotation} names the ${what} '${unknown}', which does not exist for this owner. Correct it in the entity's file.`;
    }
  }
  return undefined;
}

/**
 * Which of an entity's owners counts for a caller: the one that the caller belongs to, else the first.
 */
function ownerFor(entity: Entity, caller: Caller): string | undefined {
  const owners = ownersOfEntity(entity);
  return (
    owners.find(owner => caller.ownershipEntityRefs.includes(owner)) ??
    owners[0]
  );
}

/**
 * Decides whether the caller may order for an entity, and what the entity's annotations leave to order. Annotations narrow;
 * they never grant.
 *
 * @param options.known - what exists in the targets that serve an owner
 */
export async function decideEntityOrdering(options: {
  entity: Entity;
  caller: Caller;
  targets: readonly TargetConfig[];
  known: (targets: readonly string[]) => Promise<KnownNames>;
}): Promise<{ ordering: EntityOrdering; scope?: EntityScope }> {
  const { entity, caller } = options;
  const entityRef = stringifyEntityRef(entity);
  const owner = ownerFor(entity, caller);
  const refuse = (state: EntityOrdering['state'], message: string) => ({
    ordering: { entityRef, owner, state, message },
  });
  if (!owner) {
    return refuse(
      'no-owner',
      `${entityRef} has no owner. Set spec.owner to the team that it belongs to.`,
    );
  }
  // A service only reads, so it need not be a member.
  if (
    caller.principal === 'user' &&
    !caller.ownershipEntityRefs.includes(owner)
  ) {
    return refuse(
      'not-yours',
      `${entityRef} belongs to ${owner}. Ask a member of it to order.`,
    );
  }
  const serving = options.targets.filter(({ owners }) =>
    owners.includes(owner),
  );
  if (serving.length === 0) {
    return refuse(
      'not-served',
      `No AWS account is set up for ${owner}. Ask the platform team to add ${owner} to a target.`,
    );
  }
  const names = serving.map(({ name }) => name);
  const unknown = findUnknown(entity, serving, await options.known(names));
  if (unknown) {
    return refuse('unknown-annotation-value', unknown);
  }
  const wanted = readAnnotation(entity, ANNOTATION_TARGET);
  return {
    ordering: { entityRef, owner, state: 'ok' },
    scope: {
      targets: names.filter(name => !wanted || wanted.includes(name)),
      portfolios: readAnnotation(entity, ANNOTATION_PORTFOLIOS),
      products: readAnnotation(entity, ANNOTATION_PRODUCTS),
    },
  };
}
