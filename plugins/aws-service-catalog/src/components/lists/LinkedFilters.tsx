import { Tag, TagGroup } from '@backstage/ui';

/** Filters that only a link into a list sets, shown so that they can be removed. */
export function LinkedFilters<
  TKey extends string,
  TFilters extends Partial<Record<TKey, string>>,
>(props: {
  /** What each filter is called. */
  labels: Record<TKey, string>;
  filters: TFilters;
  onChange(filters: TFilters): void;
}) {
  const { labels, filters, onChange } = props;
  const set = (Object.keys(labels) as TKey[]).filter(key => filters[key]);
  if (set.length === 0) {
    return null;
  }
  return (
    <TagGroup
      aria-label="More filters"
      onRemove={removed =>
        onChange({
          ...filters,
          ...Object.fromEntries([...removed].map(key => [key, undefined])),
        })
      }
    >
      {set.map(key => (
        <Tag key={key} id={key}>
          {`${labels[key]}: ${filters[key]}`}
        </Tag>
      ))}
    </TagGroup>
  );
}
