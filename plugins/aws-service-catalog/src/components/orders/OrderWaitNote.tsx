import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Link } from '@backstage/ui';
import type { OrderWait } from 'backstage-plugin-aws-service-catalog-common';
import { orderRouteRef } from '../../routes';
import { formatInstant } from '../common/instant';
import { RelativeTime } from '../common';

function Turn({ orderId }: Pick<OrderWait, 'orderId'>) {
  const orderLink = useRouteRef(orderRouteRef);
  return orderId === undefined ? (
    <>It goes by itself when it is its turn.</>
  ) : (
    <>
      It goes by itself when it is its turn.{' '}
      <Link href={orderLink({ id: orderId })}>
        Look at the one that is first
      </Link>
    </>
  );
}

/** What an order waits for that nobody has to do anything about. */
export function OrderWaitNote({ waiting }: { waiting: OrderWait }) {
  const { reason, message, orderId, since, until } = waiting;
  return (
    <Alert
      status="info"
      icon
      title={reason === 'aws' ? `AWS says: ${message}` : message}
      description={
        reason === 'aws' ? (
          <>
            {since && (
              <>
                It began to wait <RelativeTime at={since} />.{' '}
              </>
            )}
            It is sent again by itself
            {until && `, until ${formatInstant(until)} at the latest`}.
          </>
        ) : (
          <Turn orderId={orderId} />
        )
      }
    />
  );
}
