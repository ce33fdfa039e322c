import { Text } from '@backstage/ui';
import type { Output } from 'backstage-plugin-aws-service-catalog-common';
import { CopyableText } from './CopyableText';
import { DefinitionList } from './DefinitionList';
import { HiddenValue } from './HiddenValue';

function OutputValue({ output }: { output: Output }) {
  if (output.secret) {
    return <HiddenValue />;
  }
  return output.value ? (
    <CopyableText name={output.key} value={output.value} />
  ) : (
    <Text color="secondary">no value</Text>
  );
}

/** The output that AWS puts before those of the template's author. */
const STACK_OUTPUT = 'CloudformationStackARN';

function stackLast(outputs: Output[]): Output[] {
  const isStack = ({ key }: Output) => key === STACK_OUTPUT;
  return [
    ...outputs.filter(output => !isStack(output)),
    ...outputs.filter(isStack),
  ];
}

/** The outputs of a provisioned product: what one needs to use it. */
export function Outputs({ outputs }: { outputs: Output[] }) {
  return (
    <DefinitionList
      monospace
      entries={stackLast(outputs).map(output => ({
        label: output.key,
        value: (
          <>
            {output.description && (
              <Text as="p" variant="body-small" color="secondary">
                {output.description}
              </Text>
            )}
            <OutputValue output={output} />
          </>
        ),
      }))}
    />
  );
}
