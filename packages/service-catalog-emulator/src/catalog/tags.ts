import { Tag } from '../state/entities';

/** Tags after an update: the removed keys gone, the added ones in place of those they repeat. */
export function changedTags(
  tags: Tag[],
  { AddTags = [], RemoveTags = [] }: { AddTags?: Tag[]; RemoveTags?: string[] },
): Tag[] {
  const replaced = new Set([...RemoveTags, ...AddTags.map(tag => tag.Key)]);
  return [...tags.filter(tag => !replaced.has(tag.Key)), ...AddTags];
}
