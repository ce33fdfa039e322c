import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, ordersRouteRef } from '../../routes';
import { ErrorPanel, RowsSkeleton, StateBadge } from '../common';
import { orderKindWords } from '../orders/orderKinds';
import styles from './HomeCards.module.css';

const MOST_SHOWN = 5;

/** The content of the home page's card: what the reader has ordered and is not finished. */
export function Content() {
  const api = useApi(awsServiceCatalogApiRef);
  const orderLink = useRouteRef(orderRouteRef);
  const ordersLink = useRouteRef(ordersRouteRef);
  const { value, error, retry } = useAsyncRetry(
    () => api.listOrders({ scope: 'mine', open: true, limit: MOST_SHOWN }),
    [api],
  );
  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);
  return (
    <Flex direction="column" gap="4">
      {error && (
        <ErrorPanel
          title="Your orders could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.totalItems === 0 && (
        <Text as="p" color="secondary">
          You have no open orders.
        </Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.lines} aria-label="My open orders">
          {value.items.map(order => (
            <li key={order.id}>
              <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
                <StateBadge state={order.state} />
                <Link href={orderLink({ id: order.id })}>
                  {`${orderKindWords[order.kind].label} ${
                    order.provisionedProduct.name
                  }`}
                </Link>
              </Flex>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <Link href={`${ordersLink()}?scope=mine`}>{`and ${more} more`}</Link>
      )}
    </Flex>
  );
}
