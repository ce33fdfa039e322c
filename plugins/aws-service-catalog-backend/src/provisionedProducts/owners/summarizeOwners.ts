import {
  ListOwnersQuery,
  OwnerSummary,
} from 'backstage-plugin-aws-service-catalog-common';
import { TargetConfig } from '../../config';
import { decodeCursor, encodeCursor } from '../../database/cursor';

/** How many provisioned products an owner has in a target; without an owner: how many nobody owns. */
export type OwnerCount = { owner?: string; target: string; count: number };

const DEFAULT_LIMIT = 50;

function sum(counts: readonly OwnerCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/**
 * The owners in whose refs all words of a search occur, in the order of lists.
 *
 * @param search - case does not count
 */
export function findOwners(
  counts: readonly OwnerCount[],
  search: string = '',
): string[] {
  const words = search.toLocaleLowerCase('en-US').split(/\s+/);
  return [...new Set(counts.flatMap(({ owner }) => owner ?? []))]
    .filter(owner => words.every(word => owner.includes(word)))
    .sort();
}

/**
 * One page of owners.
 *
 * @param owners - in the order of lists
 * @throws InvalidFieldsError naming `cursor`
 */
export function pageOwners(
  owners: readonly string[],
  { limit = DEFAULT_LIMIT, cursor }: Pick<ListOwnersQuery, 'limit' | 'cursor'>,
): { owners: string[]; total: number; nextCursor?: string } {
  const [after] = cursor === undefined ? [''] : decodeCursor(cursor, 1);
  const rest = owners.filter(owner => owner > after);
  const page = rest.slice(0, limit);
  return {
    owners: page,
    total: owners.length,
    nextCursor:
      rest.length > page.length
        ? encodeCursor([page[page.length - 1]])
        : undefined,
  };
}

/** What an owner has in the configured targets. */
export function summarizeOwner(
  owner: string,
  counts: readonly OwnerCount[],
  targets: readonly TargetConfig[],
): Omit<OwnerSummary, 'orphaned'> {
  const theirs = counts.filter(count => count.owner === owner);
  return {
    owner,
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
}

/** How many provisioned products nobody owns. */
export function countUnowned(counts: readonly OwnerCount[]): number {
  return sum(counts.filter(({ owner }) => owner === undefined));
}
