import { Flex, Select } from '@backstage/ui';
import type { UpdateForm } from './loadUpdateForm';

/** The choice of a version, and of a portfolio when there is more than one. */
export function VersionFields(props: {
  update: UpdateForm;
  onChange(change: { versionId?: string; pathId?: string }): void;
}) {
  const { update, onChange } = props;
  const { product, resource, form, pathId } = update;
  return (
    <Flex direction="column" gap="4">
      <Select
        label="Version"
        description={`It runs version ${resource.version.name} now.`}
        options={product.versions.map(({ id, name, guidance }) => ({
          id,
          label: guidance === 'DEPRECATED' ? `${name} (deprecated)` : name,
        }))}
        value={form?.version.id ?? null}
        onChange={versionId => onChange({ versionId: String(versionId) })}
      />
      {product.paths.length > 1 && (
        <Select
          label="Portfolio"
          isRequired
          options={product.paths.map(path => ({
            id: path.id,
            label: path.portfolioName,
          }))}
          value={pathId ?? null}
          onChange={chosen => onChange({ pathId: String(chosen) })}
        />
      )}
    </Flex>
  );
}
