import {
  Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { FieldError } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';

/**
 * The owners of an entity, from its relations: the catalog has resolved them. A group or user owns itself.
 */
export function ownersOfEntity(entity: Entity): string[] {
  if (['group', 'user'].includes(entity.kind.toLocaleLowerCase('en-US'))) {
    return [stringifyEntityRef(entity)];
  }
  return (entity.relations ?? [])
    .filter(relation => relation.type === RELATION_OWNED_BY)
    .map(relation => relation.targetRef);
}

/**
 * Who among the caller's teams, and the caller, may own something in a target: teams first, then by name.
 */
export function possibleOwners(caller: Caller, target: string): string[] {
  const isUser = (ref: string) => (parseEntityRef(ref).kind === 'user' ? 1 : 0);
  return [...(caller.targets.get(target) ?? [])].sort(
    (a, b) => isUser(a) - isUser(b) || a.localeCompare(b),
  );
}

/**
 * Who will own what the caller orders in a target without naming an entity: the team that the caller names, else the only
 * one. The caller's own user ref counts only when no team does.
 *
 * @param named - the owner in the request
 */
export function chooseOwner(
  caller: Caller,
  target: string,
  named?: string,
): { owner: string } | { problem: FieldError } {
  const possible = possibleOwners(caller, target);
  if (named !== undefined) {
    if (possible.includes(named)) {
      return { owner: named };
    }
    const message = caller.ownershipEntityRefs.includes(named)
      ? `${named} is not served by target ${target}.`
      : `You are not a member of ${named}.`;
    return { problem: { field: 'owner', message } };
  }
  const teams = possible.filter(ref => parseEntityRef(ref).kind !== 'user');
  const candidates = teams.length > 0 ? teams : possible;
  if (candidates.length === 1) {
    return { owner: candidates[0] };
  }
  const message =
    candidates.length === 0
      ? `Target ${target} serves none of your teams.`
      : `Choose which of your teams owns it: ${candidates.join(', ')}.`;
  return { problem: { field: 'owner', message } };
}
