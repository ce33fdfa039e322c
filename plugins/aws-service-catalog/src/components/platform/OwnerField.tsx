import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Select, TextField } from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';

/** More groups than this are not worth a list to choose from. */
const MOST_GROUPS = 500;

/** The choice of an owner among the catalog's groups; where the catalog cannot be asked, its reference is typed. */
export function OwnerField(props: {
  label: string;
  value: string;
  /** What is wrong with it. */
  problem?: string;
  onChange(owner: string): void;
}) {
  const { label, value, problem, onChange } = props;
  const catalogApi = useApi(catalogApiRef);
  const groups = useAsync(async () => {
    const { items } = await catalogApi.queryEntities({
      filter: { kind: 'Group' },
      fields: ['kind', 'metadata.namespace', 'metadata.name', 'metadata.title'],
      orderFields: [{ field: 'metadata.name', order: 'asc' }],
      limit: MOST_GROUPS,
    });
    return items.map(entity => ({
      value: stringifyEntityRef(entity),
      label: entity.metadata.title ?? entity.metadata.name,
    }));
  }, [catalogApi]);
  if (groups.error) {
    return (
      <TextField
        label={label}
        description="For example group:default/team-a"
        isRequired
        value={value}
        onChange={onChange}
        validationBehavior="aria"
        validate={() => problem}
      />
    );
  }
  return (
    <Select
      label={label}
      isRequired
      searchable
      isDisabled={groups.loading}
      options={groups.value ?? []}
      value={value || null}
      onChange={owner => onChange(String(owner))}
      validationBehavior="aria"
      validate={() => problem}
    />
  );
}
