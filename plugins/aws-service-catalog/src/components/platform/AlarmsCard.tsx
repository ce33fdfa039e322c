import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, ordersRouteRef } from '../../routes';
import { AlarmBadge, ErrorPanel, RelativeTime, RowsSkeleton } from '../common';
import { orderKindWords } from '../orders/orderKinds';
import styles from './Platform.module.css';

const MOST_SHOWN = 10;

/** The orders that do not come forward by themselves. */
export function AlarmsCard() {
  const api = useApi(awsServiceCatalogApiRef);
  const orderLink = useRouteRef(orderRouteRef);
  const ordersLink = useRouteRef(ordersRouteRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listOrders({ scope: 'all', alarm: true, limit: MOST_SHOWN }),
    [api],
  );
  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);
  return (
    <EntityInfoCard title="Orders that need you">
      {error && (
        <ErrorPanel
          title="The orders could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.totalItems === 0 && (
        <Text as="p" color="secondary">
          Every order comes forward by itself.
        </Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.findings} aria-label="Orders that need you">
          {value.items.map(order => (
            <li key={order.id} className={styles.finding}>
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
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <Link href={`${ordersLink()}?scope=all`}>{`and ${more} more`}</Link>
      )}
    </EntityInfoCard>
  );
}
