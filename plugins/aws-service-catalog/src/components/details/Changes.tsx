import { Text } from '@backstage/ui';
import type { OrderChange } from 'backstage-plugin-aws-service-catalog-common';
import { DefinitionList } from './DefinitionList';
import { HiddenValue } from './HiddenValue';

function quote(value: string): string {
  return value === '' ? '(empty)' : value;
}

function Change({ change }: { change: OrderChange }) {
  const { from, to, secret } = change;
  if (secret) {
    return (
      <>
        a new value, <HiddenValue />
      </>
    );
  }
  const before = from === undefined ? '(unknown)' : quote(from);
  return (
    <>{`${before} → ${
      to === undefined
        ? '(dropped: the new version does not have it)'
        : quote(to)
    }`}</>
  );
}

/** What an update changes: each thing before and after. What AWS does not tell is said as unknown. */
export function Changes(props: {
  changes: OrderChange[];
  /** What is said when there are none. */
  none: string;
}) {
  return props.changes.length === 0 ? (
    <Text color="secondary">{props.none}</Text>
  ) : (
    <DefinitionList
      monospace
      entries={props.changes.map(change => ({
        label: change.kind === 'version' ? 'Version' : change.key,
        value: <Change change={change} />,
      }))}
    />
  );
}
