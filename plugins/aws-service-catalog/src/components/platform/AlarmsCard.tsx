import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, ordersRouteRef } from '../../routes';
import { AlarmBadge, RelativeTime, ShortList } from '../common';
import { orderKindWords } from '../orders/orderKinds';

const MOST_SHOWN = 10;

/** The orders that do not come forward by themselves. */
export function AlarmsCard() {
  const api = useApi(awsServiceCatalogApiRef);
  const orderLink = useRouteRef(orderRouteRef);
  const ordersLink = useRouteRef(ordersRouteRef);
  const read = useAsyncRetry(
    () => api.listOrders({ scope: 'all', alarm: true, limit: MOST_SHOWN }),
    [api],
  );
  return (
    <EntityInfoCard title="Orders that need you">
      <ShortList
        {...read}
        label="Orders that need you"
        failed="The orders could not be loaded"
        none="Every order comes forward by itself."
        keyOf={({ id }) => id}
        moreHref={`${ordersLink()}?scope=all`}
      >
        {order => (
          <>
            <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
              {order.alarm && <AlarmBadge alarm={order.alarm} />}
              <Link href={orderLink({ id: order.id })}>
                {`${orderKindWords[order.kind].label} ${
                  order.provisionedProduct.name
                }`}
              </Link>
              {order.alarm && (
                <Text variant="body-small" color="secondary">
                  <RelativeTime at={order.alarm.since} />
                </Text>
              )}
            </Flex>
            <Text as="p" color="secondary">
              {order.alarm?.message}
            </Text>
          </>
        )}
      </ShortList>
    </EntityInfoCard>
  );
}
