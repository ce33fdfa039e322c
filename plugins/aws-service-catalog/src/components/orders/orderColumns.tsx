import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Cell, CellText, ColumnConfig, Flex } from '@backstage/ui';
import type { Order } from 'backstage-plugin-aws-service-catalog-common';
import { AlarmBadge, RelativeTime, StateBadge } from '../common';
import { Requester } from '../details/Requester';
import { orderKindWords } from './orderKinds';

/**
 * The columns of a list of orders.
 *
 * @param orderHref - the path of an order's page
 */
export function orderColumns(
  orderHref: (id: string) => string,
): ColumnConfig<Order>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      isRowHeader: true,
      cell: order => (
        <CellText
          title={order.provisionedProduct.name}
          description={orderKindWords[order.kind].label}
          href={orderHref(order.id)}
        />
      ),
    },
    {
      id: 'state',
      label: 'State',
      cell: order => (
        <Cell>
          <Flex direction="column" align="start" gap="1">
            <StateBadge state={order.state} />
            {order.alarm && <AlarmBadge alarm={order.alarm} />}
          </Flex>
        </Cell>
      ),
    },
    {
      id: 'product',
      label: 'Product',
      cell: order => (
        <CellText
          title={order.product.name}
          description={order.version?.name}
        />
      ),
    },
    {
      id: 'entity',
      label: 'Entity',
      cell: order => (
        <Cell data-label="Entity">
          {order.entityRef ? (
            <EntityRefLink entityRef={order.entityRef} />
          ) : (
            '–'
          )}
        </Cell>
      ),
    },
    {
      id: 'owner',
      label: 'Owner',
      cell: order => (
        <Cell data-label="Owner">
          <EntityRefLink entityRef={order.owner} />
        </Cell>
      ),
    },
    {
      id: 'requester',
      label: 'Requester',
      cell: order => (
        <Cell data-label="Requester">
          <Requester entityRef={order.requester} />
        </Cell>
      ),
    },
    {
      id: 'age',
      label: 'Age',
      cell: order => (
        <Cell data-label="Age">
          <RelativeTime at={order.createdAt} />
        </Cell>
      ),
    },
  ];
}
