import {
  ListOwnersQuery,
  ListOwnersResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { TargetConfig } from '../../config';

/** How many provisioned products an owner has in a target; without an owner: how many nobody owns. */
export type OwnerCount = { owner?: string; target: string; count: number };

/**
 * Sums up who owns how much.
 *
 * @param missing - the owners whom the catalog does not have
 */
export function summarizeOwners(
  counts: readonly OwnerCount[],
  missing: ReadonlySet<string>,
  targets: readonly TargetConfig[],
  { orphaned, search = '' }: ListOwnersQuery,
): ListOwnersResponse {
  const sum = (of: readonly OwnerCount[]) =>
    of.reduce((total, { count }) => total + count, 0);
  const words = search.toLocaleLowerCase('en-US').split(/\s+/);
  const owners = [...new Set(counts.flatMap(({ owner }) => owner ?? []))]
    .filter(owner => !orphaned || missing.has(owner))
    .filter(owner => words.every(word => owner.includes(word)))
    .sort();
  return {
    items: owners.map(owner => {
      const theirs = counts.filter(count => count.owner === owner);
      return {
        owner,
        orphaned: missing.has(owner),
        provisionedProducts: sum(theirs),
        targets: targets.flatMap(({ name, owners: served }) => {
          const inTarget = theirs.filter(({ target }) => target === name);
          return inTarget.length === 0
            ? []
            : {
                target: name,
                provisionedProducts: sum(inTarget),
                served: served.includes(owner),
              };
        }),
      };
    }),
    unowned: sum(counts.filter(({ owner }) => owner === undefined)),
  };
}
