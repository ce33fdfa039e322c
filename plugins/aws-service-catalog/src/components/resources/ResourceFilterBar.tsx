import { SearchField, Select } from '@backstage/ui';
import type { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { provisionedProductStatusLooks } from '../common/states';
import { FilterBar } from '../lists/FilterBar';
import { LinkedFilters } from '../lists/LinkedFilters';
import { ResourceFilters, resourceStatuses } from './resourceFilters';

const ANY = 'any';

const flagOptions = [
  { id: ANY, label: 'Anything' },
  { id: 'outdated', label: 'Newer version available' },
  { id: 'drifted', label: 'Tags differ' },
];

const statusOptions = [
  { id: ANY, label: 'Any status' },
  ...resourceStatuses.map(status => ({
    id: status,
    label: provisionedProductStatusLooks[status].label,
  })),
];

/** What the list of provisioned products is narrowed to. */
export function ResourceFilterBar(props: {
  filters: ResourceFilters;
  /** The targets to choose from; with a single one there is no choice. */
  targets: TargetStatus[];
  onChange(filters: ResourceFilters): void;
}) {
  const { filters, targets, onChange } = props;
  return (
    <FilterBar>
      <SearchField
        aria-label="Search by name"
        placeholder="Search by name"
        value={filters.search ?? ''}
        onChange={search => onChange({ ...filters, search })}
      />
      <Select
        aria-label="Status"
        options={statusOptions}
        value={filters.status ?? ANY}
        onChange={value =>
          onChange({
            ...filters,
            status: resourceStatuses.find(known => known === value),
          })
        }
      />
      <Select
        aria-label="What to look for"
        options={flagOptions}
        value={
          (filters.outdated && 'outdated') ||
          (filters.drifted && 'drifted') ||
          ANY
        }
        onChange={value =>
          onChange({
            ...filters,
            outdated: value === 'outdated' || undefined,
            drifted: value === 'drifted' || undefined,
          })
        }
      />
      {targets.length > 1 && (
        <Select
          aria-label="Target"
          options={[
            { id: ANY, label: 'Any target' },
            ...targets.map(({ name }) => ({ id: name, label: name })),
          ]}
          value={filters.target ?? ANY}
          onChange={value =>
            onChange({
              ...filters,
              target: targets.find(({ name }) => name === value)?.name,
            })
          }
        />
      )}
      <LinkedFilters
        labels={{
          entityRef: 'Entity',
          owner: 'Owner',
          product: 'Product',
          leaseEndsBefore: 'Lease ends before',
          unowned: 'Without an owner',
        }}
        filters={{
          ...filters,
          unowned: filters.unowned ? 'yes' : undefined,
        }}
        onChange={({ unowned, ...next }) =>
          onChange({ ...next, unowned: unowned === 'yes' || undefined })
        }
      />
    </FilterBar>
  );
}
