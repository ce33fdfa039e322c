import { useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import { approvalsRouteRef, orderRouteRef } from '../../routes';
import { Deadline, ErrorPanel, RowsSkeleton } from '../common';
import { nameOf } from '../common/nameOf';
import { orderKindWords } from '../orders/orderKinds';
import { useApprovals } from './ApprovalCount';
import styles from './Approvals.module.css';

const MOST_SHOWN = 5;

/** The content of the home page's card: the oldest orders that wait for the reader. */
export function Content() {
  const { value, error, refresh } = useApprovals(MOST_SHOWN);
  const orderLink = useRouteRef(orderRouteRef);
  const approvalsLink = useRouteRef(approvalsRouteRef);
  return (
    <Flex direction="column" gap="4">
      {error && (
        <ErrorPanel
          title="The approvals could not be loaded"
          error={error}
          onRetry={refresh}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.totalItems === 0 && (
        <Text as="p" color="secondary">
          Nothing waits for your decision.
        </Text>
      )}
      {value && value.totalItems > 0 && (
        <>
          <ol className={styles.lines} aria-label="Waiting for me">
            {value.items.map(order => (
              <li key={order.id}>
                <Link href={orderLink({ id: order.id })}>
                  {`${orderKindWords[order.kind].label} ${
                    order.provisionedProduct.name
                  }`}
                </Link>
                <Text as="p" variant="body-small" color="secondary">
                  {`${order.product.name}, for ${nameOf(order.requester)}. `}
                  {order.approval && (
                    <>
                      Decide by <Deadline at={order.approval.dueAt} />
                    </>
                  )}
                </Text>
              </li>
            ))}
          </ol>
          <Link href={approvalsLink()}>
            {value.totalItems === 1
              ? 'Decide it'
              : `Decide all ${value.totalItems}`}
          </Link>
        </>
      )}
    </Flex>
  );
}
