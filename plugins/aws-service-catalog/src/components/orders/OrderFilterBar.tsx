import { Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { orderStateLooks } from '../common/states';
import { FilterBar } from '../lists/FilterBar';
import { LinkedFilters } from '../lists/LinkedFilters';
import {
  OrderFilters,
  OrderScope,
  orderScopes,
  orderStateFilters,
} from './orderFilters';
import { orderKinds, orderKindWords } from './orderKinds';
import { FilterOption, useOrderFilterOptions } from './useOrderFilterOptions';

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
  ...orderKinds.map(kind => ({ id: kind, label: orderKindWords[kind].label })),
];

/** Options for a choice that may also be one that only the URL knows. */
function withChosen(
  anyLabel: string,
  known: FilterOption[],
  chosen: string | undefined,
): FilterOption[] {
  const isKnown = !chosen || known.some(({ id }) => id === chosen);
  return [
    { id: ANY, label: anyLabel },
    ...known,
    ...(isKnown ? [] : [{ id: chosen, label: chosen }]),
  ];
}

/** What the list of orders is narrowed to. */
export function OrderFilterBar(props: {
  filters: OrderFilters;
  onChange(filters: OrderFilters): void;
}) {
  const { filters, onChange } = props;
  const { products, owners } = useOrderFilterOptions();
  const choice = (value: unknown) =>
    value === null || value === ANY ? undefined : String(value);
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
      <Select
        aria-label="Product"
        options={withChosen('Any product', products, filters.productId)}
        value={filters.productId ?? ANY}
        onChange={value => onChange({ ...filters, productId: choice(value) })}
      />
      <Select
        aria-label="Owner"
        options={withChosen('Any owner', owners, filters.owner)}
        value={filters.owner ?? ANY}
        onChange={value => onChange({ ...filters, owner: choice(value) })}
      />
      {/* Whoever looks after orders of others looks at all of them. */}
      {(filters.scope === 'all' || filters.alarm) && (
        <ToggleButton
          isSelected={filters.alarm ?? false}
          onChange={isSelected =>
            onChange({ ...filters, alarm: isSelected || undefined })
          }
        >
          With an alarm
        </ToggleButton>
      )}
      <LinkedFilters
        labels={{
          entityRef: 'Entity',
          target: 'Target',
        }}
        filters={filters}
        onChange={onChange}
      />
    </FilterBar>
  );
}
