import { OrderChange } from 'backstage-plugin-aws-service-catalog-common';

/** The keys of the tags that an update is to remove. */
export function listTagRemovals(
  changes: readonly OrderChange[] = [],
): string[] {
  return changes.flatMap(({ kind, key, to }) =>
    kind === 'tag' && to === undefined ? [key] : [],
  );
}

function name(keys: readonly string[]): string {
  return `the tag${keys.length === 1 ? '' : 's'} ${keys.join(', ')}`;
}

/**
 * What an update will not do although it says so: AWS was seen to find nothing to do in one that only removes tags.
 *
 * Source: https://github.com/aws-samples/aws-service-catalog-reference-architectures/issues/124
 *
 * @returns one sentence; undefined when there is nothing to warn of
 */
export function warnOfTagRemovals(
  changes: readonly OrderChange[] = [],
): string | undefined {
  const removals = listTagRemovals(changes);
  return removals.length > 0 && removals.length === changes.length
    ? `AWS is known to do nothing when an update only removes tags: ${name(
        removals,
      )} would probably still be there. Change the version or a value together with it.`
    : undefined;
}

/**
 * Says which tags AWS has left that an update was to remove.
 *
 * @param tags - as AWS shows them after the update
 * @returns what follows "AWS updated it"; empty when they are gone
 */
export function describeTagsLeft(
  changes: readonly OrderChange[] | undefined,
  tags: readonly { key: string }[],
): string {
  const left = listTagRemovals(changes).filter(removed =>
    tags.some(({ key }) => key === removed),
  );
  return left.length > 0 ? `, and has not removed ${name(left)}` : '';
}
