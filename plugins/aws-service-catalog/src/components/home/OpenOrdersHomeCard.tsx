import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, ordersRouteRef } from '../../routes';
import { ShortList, StateBadge } from '../common';
import { orderKindWords } from '../orders/orderKinds';

const MOST_SHOWN = 5;

/** The content of the home page's card: what the reader has ordered and is not finished. */
export function Content() {
  const api = useApi(awsServiceCatalogApiRef);
  const orderLink = useRouteRef(orderRouteRef);
  const ordersLink = useRouteRef(ordersRouteRef);
  const read = useAsyncRetry(
    () => api.listOrders({ scope: 'mine', open: true, limit: MOST_SHOWN }),
    [api],
  );
  return (
    <ShortList
      {...read}
      label="My open orders"
      failed="Your orders could not be loaded"
      none="You have no open orders."
      keyOf={({ id }) => id}
      moreHref={`${ordersLink()}?scope=mine`}
    >
      {order => (
        <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
          <StateBadge state={order.state} />
          <Link href={orderLink({ id: order.id })}>
            {`${orderKindWords[order.kind].label} ${
              order.provisionedProduct.name
            }`}
          </Link>
        </Flex>
      )}
    </ShortList>
  );
}
