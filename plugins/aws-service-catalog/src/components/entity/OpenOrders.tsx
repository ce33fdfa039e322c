import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type { Order } from 'backstage-plugin-aws-service-catalog-common';
import { orderRouteRef } from '../../routes';
import { RelativeTime, StateBadge } from '../common';
import { orderHeadline } from '../orders/orderHeadline';
import styles from './EntityAwsContent.module.css';

/** The orders that are not finished, each with where it is. */
export function OpenOrders({ orders }: { orders: Order[] }) {
  const orderLink = useRouteRef(orderRouteRef);
  return (
    <EntityInfoCard title="Open orders">
      <ul className={styles.lines} aria-live="polite">
        {orders.map(order => (
          <li key={order.id}>
            <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
              <StateBadge state={order.state} />
              <Link href={orderLink({ id: order.id })}>
                {orderHeadline(order)}
              </Link>
              <Text variant="body-small" color="secondary">
                ordered <RelativeTime at={order.createdAt} />
              </Text>
            </Flex>
          </li>
        ))}
      </ul>
    </EntityInfoCard>
  );
}
