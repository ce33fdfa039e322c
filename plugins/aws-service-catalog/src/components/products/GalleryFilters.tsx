import { SearchField, Select } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import styles from './GalleryPage.module.css';
import type { ProductFilters } from './useProductFilters';

const ALL = 'all';

/** Search and facets of the gallery. */
export const GalleryFilters = (props: {
  filters: ProductFilters;
  targets: string[];
  portfolios: string[];
  onChange(changes: ProductFilters): void;
}) => {
  const { filters, targets, portfolios, onChange } = props;
  const inUrl = filters.search ?? '';
  const [search, setSearch] = useState(inUrl);
  // The URL changes after what was typed here, or before it: when filters are cleared or the reader goes back.
  const typed = useRef(inUrl);
  useEffect(() => {
    if (inUrl !== typed.current) {
      typed.current = inUrl;
      setSearch(inUrl);
    }
  }, [inUrl]);
  useDebounce(
    () => {
      if (search !== typed.current) {
        typed.current = search;
        onChange({ search });
      }
    },
    300,
    [search],
  );
  return (
    <div className={styles.filters} role="search">
      <SearchField
        aria-label="Search products"
        placeholder="Search by name, provider or description"
        value={search}
        onChange={setSearch}
        className={styles.search}
      />
      <Select
        label="Portfolio"
        options={[
          { value: ALL, label: 'All portfolios' },
          ...portfolios.map(name => ({ value: name, label: name })),
        ]}
        value={filters.portfolio ?? ALL}
        onChange={key =>
          onChange({ portfolio: key === ALL ? undefined : String(key) })
        }
      />
      <Select
        label="Target"
        options={[
          { value: ALL, label: 'All targets' },
          ...targets.map(name => ({ value: name, label: name })),
        ]}
        value={filters.target ?? ALL}
        onChange={key =>
          onChange({ target: key === ALL ? undefined : String(key) })
        }
      />
    </div>
  );
};
