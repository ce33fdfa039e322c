import { Checkbox, Flex, TextField } from '@backstage/ui';
import type { TerminateOrderRequest } from 'backstage-plugin-aws-service-catalog-common';

/** How something is to be terminated, other than as a whole. */
export type TerminateOptionsValue = Pick<
  TerminateOrderRequest,
  'retainResources' | 'ignoreErrors' | 'reason'
>;

/** The ways to leave something behind. They are for operators, who have to say why. */
export function TerminateOptions(props: {
  value: TerminateOptionsValue;
  onChange(value: TerminateOptionsValue): void;
}) {
  const { value, onChange } = props;
  const { retainResources = false, ignoreErrors = false, reason } = value;
  const change = (next: TerminateOptionsValue) => {
    const isSpecial = next.retainResources || next.ignoreErrors;
    onChange({
      ...(next.retainResources && { retainResources: true }),
      ...(next.ignoreErrors && { ignoreErrors: true }),
      ...(isSpecial && { reason: next.reason }),
    });
  };
  return (
    <Flex direction="column" gap="3">
      <Checkbox
        isSelected={retainResources}
        onChange={isSelected =>
          change({ ...value, retainResources: isSelected })
        }
      >
        Keep everything in AWS, and only forget it here
      </Checkbox>
      <Checkbox
        isSelected={ignoreErrors}
        onChange={isSelected => change({ ...value, ignoreErrors: isSelected })}
      >
        Forget it even if parts of it cannot be deleted
      </Checkbox>
      {(retainResources || ignoreErrors) && (
        <TextField
          label="Why"
          description="Its owner and the audit log get to know it."
          isRequired
          maxLength={1000}
          value={reason ?? ''}
          onChange={text => change({ ...value, reason: text })}
        />
      )}
    </Flex>
  );
}
