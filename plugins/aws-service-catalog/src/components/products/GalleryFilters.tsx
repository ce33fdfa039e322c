import { SearchField, Select } from '@backstage/ui';
import { useState } from 'react';
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
  const [search, setSearch] = useState(filters.search ?? '');
  useDebounce(
    () => {
      if (search !== (filters.search ?? '')) {
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
