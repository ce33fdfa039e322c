import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Card, CardBody, CardFooter, CardHeader, Link } from '@backstage/ui';
import type {
  Order,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { orderRouteRef } from '../../routes';
import { Deadline, RelativeTime } from '../common';
import { Changes } from '../details/Changes';
import { DefinitionList } from '../details/DefinitionList';
import { formatCost } from '../details/money';
import { Requester } from '../details/Requester';
import { orderKindWords } from '../orders/orderKinds';
import styles from './Approvals.module.css';
import { quorumText } from './approvalWords';
import { DecideButtons } from './DecideButtons';
import { Subtitle } from './Subtitle';

/** One order that waits for the reader: what decides about it at a glance, and the decision. */
export function ApprovalItem(props: {
  order: Order;
  onDecided(order: OrderDetail): void;
  onTooLate(error: unknown): void;
}) {
  const { order, onDecided, onTooLate } = props;
  const { approval, changes } = order;
  const orderLink = useRouteRef(orderRouteRef);
  return (
    <Card>
      <CardHeader>
        <h2 className={styles.title}>
          <Link href={orderLink({ id: order.id })} variant="title-x-small">
            {`${orderKindWords[order.kind].label} ${
              order.provisionedProduct.name
            }`}
          </Link>
        </h2>
      </CardHeader>
      <CardBody>
        <div className={styles.facts}>
          <DefinitionList
            entries={[
              {
                label: 'Decide by',
                value: approval && <Deadline at={approval.dueAt} />,
              },
              {
                label: 'Requester',
                value: (
                  <>
                    <Requester entityRef={order.requester} />,{' '}
                    <RelativeTime at={order.createdAt} />
                  </>
                ),
              },
              {
                label: 'Agreed',
                value:
                  approval && approval.quorum > 1
                    ? quorumText(approval)
                    : undefined,
              },
            ]}
          />
          <DefinitionList
            entries={[
              {
                label: 'Product',
                value: [order.product.name, order.version?.name]
                  .filter(Boolean)
                  .join(' '),
              },
              {
                label: 'Owner',
                value: <EntityRefLink entityRef={order.owner} />,
              },
              {
                label: 'Entity',
                value: order.entityRef && (
                  <EntityRefLink entityRef={order.entityRef} />
                ),
              },
            ]}
          />
          <DefinitionList
            entries={[
              {
                label: 'Expected cost',
                value:
                  order.kind === 'terminate'
                    ? undefined
                    : formatCost(order.estimate),
              },
              {
                label: 'Target',
                value: `${order.target}: account ${order.accountId}, ${order.region}`,
              },
            ]}
          />
        </div>
        {order.kind === 'update' && (
          <>
            <Subtitle as="h3">What changes</Subtitle>
            <Changes
              changes={changes ?? []}
              none="It changes neither version nor parameters."
            />
          </>
        )}
      </CardBody>
      <CardFooter>
        <DecideButtons
          order={order}
          onDecided={onDecided}
          onTooLate={onTooLate}
        />
      </CardFooter>
    </Card>
  );
}
