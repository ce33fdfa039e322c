import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { ButtonLink, Container, useTable } from '@backstage/ui';
import type {
  ListOrdersQuery,
  Order,
} from 'backstage-plugin-aws-service-catalog-common';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { awsServiceCatalogApiRef } from '../../api';
import { orderRouteRef, productsRouteRef } from '../../routes';
import { ErrorPanel } from '../common';
import { EmptyList } from '../lists/EmptyList';
import { countLabel } from '../lists/countLabel';
import { ListTable } from '../lists/ListTable';
import { OrderFilterBar } from './OrderFilterBar';
import {
  isNarrowed,
  OrderFilters,
  OrderScope,
  readOrderFilters,
  toOrdersQuery,
  writeOrderFilters,
} from './orderFilters';
import { orderColumns } from './orderColumns';
import { useLiveStates } from './useLiveStates';

const PAGE_SIZE = 20;
const getLabel = countLabel('order', 'orders');

const nothingYet: Record<OrderScope, string> = {
  mine: 'You have not ordered anything yet.',
  teams: 'Your teams have not ordered anything yet.',
  approvals: 'Nothing waits for your decision.',
  all: 'There is no order that you may see.',
};

function NoOrders({ filters }: { filters: OrderFilters }) {
  const productsLink = useRouteRef(productsRouteRef);
  if (isNarrowed(filters)) {
    return (
      <EmptyList
        title="No order matches these filters"
        description="Remove a filter, or look at the orders of more people."
      />
    );
  }
  return (
    <EmptyList
      title={nothingYet[filters.scope]}
      description="The catalog shows what you may order."
      action={
        <ButtonLink href={productsLink()} variant="primary">
          Open the catalog
        </ButtonLink>
      }
    />
  );
}

/** The list of orders: mine, my teams', or all that I may see. Its filters are the URL's query. */
export function OrdersPage() {
  const api = useApi(awsServiceCatalogApiRef);
  const orderLink = useRouteRef(orderRouteRef);
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readOrderFilters(params), [params]);
  const query = useMemo(() => toOrdersQuery(filters), [filters]);
  const { tableProps, reload } = useTable<Order, ListOrdersQuery>({
    mode: 'cursor',
    filter: query,
    paginationOptions: { pageSize: PAGE_SIZE, getLabel },
    getData: async ({ cursor, pageSize, filter, signal }) => {
      const page = await api.listOrders(
        { ...filter, limit: pageSize, cursor },
        { signal },
      );
      return {
        data: page.items,
        nextCursor: page.nextCursor,
        totalCount: page.totalItems,
      };
    },
  });
  const data = useLiveStates(tableProps.data);
  const columns = useMemo(
    () => orderColumns(id => orderLink({ id })),
    [orderLink],
  );

  return (
    <Container py="4">
      <OrderFilterBar
        filters={filters}
        onChange={next => setParams(writeOrderFilters(next), { replace: true })}
      />
      {tableProps.error ? (
        <ErrorPanel
          title="The orders could not be loaded"
          error={tableProps.error}
          onRetry={reload}
        />
      ) : (
        <ListTable
          label="Orders"
          {...tableProps}
          data={data}
          columnConfig={columns}
          emptyState={<NoOrders filters={filters} />}
        />
      )}
    </Container>
  );
}
