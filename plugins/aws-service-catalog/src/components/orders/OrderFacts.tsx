import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Link } from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { productRouteRef, resourceRouteRef } from '../../routes';
import { RelativeTime, StateBadge } from '../common';
import { Requester } from '../details/Requester';
import { formatCost } from '../details/money';
import { CopyableText } from '../details/CopyableText';
import { DefinitionList } from '../details/DefinitionList';

/** Who ordered what, for whom, and where it goes. */
export function OrderFacts({ order }: { order: OrderDetail }) {
  const productLink = useRouteRef(productRouteRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const { target, product, provisionedProduct, record } = order;
  const gone = order.kind === 'terminate' && order.state === 'succeeded';
  return (
    <DefinitionList
      entries={[
        {
          label: 'Name',
          value:
            provisionedProduct.id && !gone ? (
              <Link href={resourceLink({ target, id: provisionedProduct.id })}>
                {provisionedProduct.name}
              </Link>
            ) : (
              provisionedProduct.name
            ),
        },
        {
          label: 'Product',
          value: (
            <Link href={productLink({ target, id: product.id })}>
              {product.name}
            </Link>
          ),
        },
        { label: 'Version', value: order.version?.name },
        { label: 'Portfolio', value: order.portfolio?.name },
        {
          label: 'Target',
          value: `${target}: account ${order.accountId}, ${order.region}`,
        },
        {
          label: 'Entity',
          value: order.entityRef && (
            <EntityRefLink entityRef={order.entityRef} />
          ),
        },
        { label: 'Owner', value: <EntityRefLink entityRef={order.owner} /> },
        {
          label: 'Requester',
          value: <Requester entityRef={order.requester} />,
        },
        {
          label: 'Expected cost',
          value: order.estimate && formatCost(order.estimate),
        },
        { label: 'Ordered', value: <RelativeTime at={order.createdAt} /> },
        {
          label: 'Attempt',
          value: order.attempt > 1 ? order.attempt : undefined,
        },
        {
          label: 'AWS record',
          value: record && (
            <Flex direction="column" gap="1">
              <CopyableText name="record id" value={record.id} />
              {record.status && (
                <div>
                  <StateBadge recordStatus={record.status} />
                </div>
              )}
            </Flex>
          ),
        },
        {
          label: 'Order id',
          value: <CopyableText name="order id" value={order.id} />,
        },
      ]}
    />
  );
}
