import { Alert, Flex, Text } from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { AlarmBadge, RelativeTime, StateBadge } from '../common';
import { formatDuration } from './formatDuration';
import { orderHeadline } from './orderHeadline';
import styles from './OrderStatus.module.css';
import { OrderWaitNote } from './OrderWaitNote';
import { orderTiming } from './timelineEntries';

/** Where an order is, in a sentence that is announced when it changes, and why it failed when it did. */
export function OrderStatus({ order }: { order: OrderDetail }) {
  const { startedAt, tookMs } = orderTiming(order);
  return (
    <Flex direction="column" gap="3">
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        <StateBadge state={order.state} size="medium" />
        {order.alarm && <AlarmBadge alarm={order.alarm} />}
        <Text as="p" variant="body-large" role="status" aria-live="polite">
          {orderHeadline(order)}
        </Text>
      </Flex>
      {startedAt && (
        <Text as="p" color="secondary">
          Started <RelativeTime at={startedAt} />.
        </Text>
      )}
      {tookMs !== undefined && (
        <Text as="p" color="secondary">
          {`It took ${formatDuration(tookMs)}.`}
        </Text>
      )}
      {order.alarm && (
        <Alert
          status="warning"
          icon
          title={order.alarm.message}
          description={
            <>
              Raised <RelativeTime at={order.alarm.since} />. The people who run
              the portal see it, too.
            </>
          }
        />
      )}
      {order.waiting && <OrderWaitNote waiting={order.waiting} />}
      {order.failure && (
        <Alert
          status="danger"
          icon
          title={order.failure.message}
          description={
            <>
              {order.failure.advice}
              <div className={styles.code}>{order.failure.code}</div>
            </>
          }
        />
      )}
    </Flex>
  );
}
