import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Link } from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { orderRouteRef } from '../../../routes';
import { orderHeadline } from '../../orders/orderHeadline';

/** Says with which order's values the form begins, and how that order ended. */
export const OrderedBefore = ({ order }: { order: OrderDetail }) => {
  const orderLink = useRouteRef(orderRouteRef);
  const hasSecrets = order.parameters.some(({ secret }) => secret);
  return (
    <Alert
      role="status"
      status="info"
      icon
      title="Filled in with the values of an earlier order"
      description={
        <>
          {orderHeadline(order)}
          {hasSecrets && ' Secrets are not kept: enter them once more.'}{' '}
          <Link href={orderLink({ id: order.id })}>Open that order</Link>
        </>
      }
    />
  );
};
