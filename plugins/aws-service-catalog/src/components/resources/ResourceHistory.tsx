import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type {
  CatalogRecord,
  Order,
  ProvisionedProductDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { ReactNode } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef } from '../../routes';
import {
  ErrorPanel,
  ProblemText,
  RelativeTime,
  RowsSkeleton,
  StateBadge,
} from '../common';
import { Requester } from '../details/Requester';
import { orderKindWords } from '../orders/orderKinds';
import styles from './ResourceHistory.module.css';
import { recordTypeLabel } from './statusSentence';

const MOST_ORDERS = 20;

function HistoryLine(props: {
  badge: ReactNode;
  title: ReactNode;
  meta: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className={styles.line}>
      <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
        {props.badge}
        <Text>{props.title}</Text>
        <Text variant="body-small" color="secondary">
          {props.meta}
        </Text>
      </Flex>
      {props.children}
    </li>
  );
}

function RecordLine({ record }: { record: CatalogRecord }) {
  const orderLink = useRouteRef(orderRouteRef);
  return (
    <HistoryLine
      badge={<StateBadge recordStatus={record.status} />}
      title={recordTypeLabel(record.type)}
      meta={
        <>
          <RelativeTime at={record.createdAt} />
          {' · '}
          {record.orderId ? (
            <Link href={orderLink({ id: record.orderId })}>{record.id}</Link>
          ) : (
            record.id
          )}
        </>
      }
    >
      {record.errors.map(({ code, message }, index) => (
        <ProblemText key={index}>{`${code}: ${message}`}</ProblemText>
      ))}
    </HistoryLine>
  );
}

function OrderLine({ order }: { order: Order }) {
  const orderLink = useRouteRef(orderRouteRef);
  return (
    <HistoryLine
      badge={<StateBadge state={order.state} />}
      title={
        <Link href={orderLink({ id: order.id })}>
          {orderKindWords[order.kind].label}
        </Link>
      }
      meta={
        <>
          <RelativeTime at={order.createdAt} />
          {' · '}
          <Requester entityRef={order.requester} />
        </>
      }
    />
  );
}

function History<T>(props: {
  title: string;
  empty: string;
  /** Loads the lines. */
  load(): Promise<T[]>;
  /** What a change of makes the lines load again. */
  dependencies: unknown[];
  line(item: T): ReactNode;
}) {
  const { value, error, retry } = useAsyncRetry(props.load, props.dependencies);
  return (
    <EntityInfoCard title={props.title}>
      {error && (
        <ErrorPanel
          title="This list could not be loaded"
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && <RowsSkeleton count={2} />}
      {value?.length === 0 && <Text color="secondary">{props.empty}</Text>}
      {value && value.length > 0 && (
        <ul className={styles.lines}>{value.map(props.line)}</ul>
      )}
    </EntityInfoCard>
  );
}

/** What was ordered for a provisioned product, and what AWS says was done to it. */
export function ResourceHistory({
  resource,
}: {
  resource: ProvisionedProductDetail;
}) {
  const api = useApi(awsServiceCatalogApiRef);
  const { target, id, status, openOrderId } = resource;
  const dependencies = [api, target, id, status, openOrderId];
  return (
    <>
      <History
        title="Changes in AWS"
        empty="AWS has told of no change yet."
        dependencies={dependencies}
        load={async () => (await api.listRecords({ target, id })).items}
        line={record => <RecordLine key={record.id} record={record} />}
      />
      <History
        title="Orders"
        empty="It was not ordered here."
        dependencies={dependencies}
        load={async () =>
          (
            await api.listOrders({
              scope: 'all',
              target,
              provisionedProductId: id,
              limit: MOST_ORDERS,
            })
          ).items
        }
        line={order => <OrderLine key={order.id} order={order} />}
      />
    </>
  );
}
