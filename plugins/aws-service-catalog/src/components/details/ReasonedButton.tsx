import { Button, ButtonProps, Flex, Text } from '@backstage/ui';
import type { AllowedAction } from 'backstage-plugin-aws-service-catalog-common';
import { useId } from 'react';

/** A button that, when it may not be pressed, says why. */
export function ReasonedButton({
  action,
  ...props
}: Omit<ButtonProps, 'isDisabled'> & { action: AllowedAction }) {
  const reasonId = useId();
  const reason = action.allowed ? undefined : action.reason;
  return (
    <Flex direction="column" align={{ initial: 'start', sm: 'end' }} gap="1">
      <Button
        {...props}
        isDisabled={!action.allowed}
        aria-describedby={reason && reasonId}
      />
      {reason && (
        <Text id={reasonId} variant="body-x-small" color="secondary">
          {reason}
        </Text>
      )}
    </Flex>
  );
}
