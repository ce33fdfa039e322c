import { Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { orderStateLooks } from '../common/states';
import { FilterBar } from '../lists/FilterBar';
import { LinkedFilters } from '../lists/LinkedFilters';
import {
  orderKinds,
  OrderFilters,
  OrderScope,
  orderScopes,
  orderStateFilters,
} from './orderFilters';
import { orderKindLabel } from './orderHeadline';

const ANY = 'any';

const scopeLabels: Record<OrderScope, string> = {
  mine: 'Mine',
  teams: "My teams'",
  approvals: 'Waiting for me',
  all: 'All',
};

const stateOptions = [
  { id: ANY, label: 'Any state' },
  ...orderStateFilters.map(state => ({
    id: state,
    label: state === 'open' ? 'Not finished' : orderStateLooks[state].label,
  })),
];

const kindOptions = [
  { id: ANY, label: 'Any kind' },
  ...orderKinds.map(kind => ({ id: kind, label: orderKindLabel(kind) })),
];

/** What the list of orders is narrowed to. */
export function OrderFilterBar(props: {
  filters: OrderFilters;
  onChange(filters: OrderFilters): void;
}) {
  const { filters, onChange } = props;
  return (
    <FilterBar>
      <ToggleButtonGroup
        aria-label="Whose orders"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filters.scope]}
        onSelectionChange={([scope]) =>
          onChange({
            ...filters,
            scope: orderScopes.find(known => known === scope) ?? filters.scope,
          })
        }
      >
        {orderScopes.map(scope => (
          <ToggleButton key={scope} id={scope}>
            {scopeLabels[scope]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Select
        aria-label="State"
        options={stateOptions}
        value={filters.state ?? ANY}
        onChange={value =>
          onChange({
            ...filters,
            state: orderStateFilters.find(known => known === value),
          })
        }
      />
      <Select
        aria-label="Kind"
        options={kindOptions}
        value={filters.kind ?? ANY}
        onChange={value =>
          onChange({
            ...filters,
            kind: orderKinds.find(known => known === value),
          })
        }
      />
      <LinkedFilters
        labels={{
          entityRef: 'Entity',
          owner: 'Owner',
          productId: 'Product',
          target: 'Target',
        }}
        filters={filters}
        onChange={onChange}
      />
    </FilterBar>
  );
}
