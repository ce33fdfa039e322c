import { Flex, Text } from '@backstage/ui';
import { ReactNode } from 'react';

/** In place of the rows of a list that has none: why, and what to do next. */
export function EmptyList(props: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Flex direction="column" align="start" gap="2" py="4">
      <Text as="p" variant="body-large" weight="bold">
        {props.title}
      </Text>
      {props.description && (
        <Text as="p" color="secondary">
          {props.description}
        </Text>
      )}
      {props.action}
    </Flex>
  );
}
