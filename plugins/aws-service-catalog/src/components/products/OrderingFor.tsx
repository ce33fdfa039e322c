import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';

/** Says which entity a page orders for. */
export const OrderingFor = (props: { entityRef: string }) => (
  <Text as="p">
    Ordering for <EntityRefLink entityRef={props.entityRef} />
  </Text>
);
