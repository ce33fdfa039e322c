import type { Tag } from 'backstage-plugin-aws-service-catalog-common';
import { DefinitionList } from './DefinitionList';

/** Tags as AWS has them. */
export function Tags({ tags }: { tags: Tag[] }) {
  return (
    <DefinitionList
      monospace
      entries={tags.map(tag => ({ label: tag.key, value: tag.value || '–' }))}
    />
  );
}
