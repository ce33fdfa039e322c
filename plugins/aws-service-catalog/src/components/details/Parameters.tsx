import { Text } from '@backstage/ui';
import type { Order } from 'backstage-plugin-aws-service-catalog-common';
import { DefinitionList } from './DefinitionList';
import { HiddenValue } from './HiddenValue';

/** Values of parameters; a secret has none. */
export function Parameters(props: {
  parameters: Order['parameters'];
  /** What is said when there are none. */
  none: string;
}) {
  if (props.parameters.length === 0) {
    return <Text color="secondary">{props.none}</Text>;
  }
  return (
    <DefinitionList
      monospace
      entries={props.parameters.map(({ key, value, secret }) => ({
        label: key,
        value: secret ? <HiddenValue /> : value || '–',
      }))}
    />
  );
}
