import {
  PlannedChange,
  PlannedReplacement,
} from 'backstage-plugin-aws-service-catalog-common';
import { orderDigest, sha256 } from '../digest';
import { ReturnedOrder } from '../OrderChecker';
import { StoredOrder } from '../StoredOrder';

function weigh({ action, replacement }: PlannedChange): number {
  switch (replacement) {
    case 'TRUE':
      return 0;
    case 'CONDITIONAL':
      return 1;
    default:
      return action === 'REMOVE' ? 2 : 3;
  }
}

/** Changes as they are shown: what loses data comes first. */
export function sortChanges(
  changes: readonly PlannedChange[],
): PlannedChange[] {
  return [...changes].sort(
    (a, b) => weigh(a) - weigh(b) || (a.logicalId < b.logicalId ? -1 : 1),
  );
}

/** The resources that changes make, or may make, anew. */
export function listReplacements(
  changes: readonly PlannedChange[],
): PlannedReplacement[] {
  return sortChanges(changes).flatMap(
    ({ logicalId, physicalId, type, replacement }) =>
      replacement === 'TRUE' || replacement === 'CONDITIONAL'
        ? [{ logicalId, physicalId, type, replacement }]
        : [],
  );
}

/** Those that were not shown, or only as something that may happen. */
export function findNewReplacements(
  shown: readonly PlannedReplacement[],
  now: readonly PlannedReplacement[],
): PlannedReplacement[] {
  const before = new Map(
    shown.map(({ logicalId, replacement }) => [logicalId, replacement]),
  );
  return now.filter(({ logicalId, replacement }) => {
    const known = before.get(logicalId);
    return (
      known === undefined || (known === 'CONDITIONAL' && replacement === 'TRUE')
    );
  });
}

/** Says what AWS makes anew, for the end of a sentence. */
export function nameReplacements(
  replacements: readonly PlannedReplacement[],
): string {
  return replacements
    .map(
      ({ logicalId, type, replacement }) =>
        `AWS ${
          replacement === 'TRUE' ? 'replaces' : 'may replace'
        } ${logicalId} (${type})`,
    )
    .join(', ');
}

/** An order as it has to be approved anew, with what AWS would make anew. */
export function returnForReplacements(
  order: StoredOrder,
  now: readonly PlannedReplacement[],
  news: readonly PlannedReplacement[],
): ReturnedOrder {
  const replacements = [...now];
  const partDigests = {
    ...order.content.partDigests,
    replacements: sha256(replacements),
  };
  return {
    parts: [nameReplacements(news)],
    content: { ...order.content, replacements, partDigests },
    digest: orderDigest(partDigests),
  };
}
