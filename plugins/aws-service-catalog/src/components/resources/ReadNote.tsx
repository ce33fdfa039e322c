import { Text } from '@backstage/ui';
import type { StackRead } from 'backstage-plugin-aws-service-catalog-common';
import { RelativeTime } from '../common';

/** How old what CloudFormation said is, and why there is nothing newer. */
export function ReadNote({ readAt, unavailable }: StackRead) {
  if (!readAt && !unavailable) {
    return null;
  }
  return (
    <Text as="p" variant="body-x-small" color="secondary">
      {unavailable}
      {unavailable && readAt && ' '}
      {readAt && (
        <>
          Read from AWS <RelativeTime at={readAt} />
        </>
      )}
    </Text>
  );
}
