import { Flex, Select } from '@backstage/ui';
import type { Update } from './update';

/** The choice of a version, and of a portfolio when there is more than one. */
export function VersionFields(props: {
  update: Update;
  onChange(change: { version?: string; path?: string }): void;
}) {
  const { update, onChange } = props;
  const { versions, paths, form } = update.form;
  return (
    <Flex direction="column" gap="4">
      <Select
        label="Version"
        description={`It runs version ${update.resource.version.name} now.`}
        options={versions.map(({ id, name, guidance }) => ({
          id,
          label: guidance === 'DEPRECATED' ? `${name} (deprecated)` : name,
        }))}
        value={form?.version.id ?? null}
        onChange={version => onChange({ version: String(version) })}
      />
      {paths.length > 1 && (
        <Select
          label="Portfolio"
          isRequired
          options={paths.map(path => ({
            id: path.id,
            label: path.portfolioName,
          }))}
          value={form?.path.id ?? null}
          onChange={path => onChange({ path: String(path) })}
        />
      )}
    </Flex>
  );
}
