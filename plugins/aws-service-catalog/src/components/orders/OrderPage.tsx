import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { ButtonLink, Flex } from '@backstage/ui';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { orderRouteRef, ordersRouteRef, resourceRouteRef } from '../../routes';
import { useApprovalCount } from '../approvals/ApprovalCount';
import { ApprovalPanel } from '../approvals/ApprovalPanel';
import { DeepPage, ErrorPanel, NotThere } from '../common';
import { Changes } from '../details/Changes';
import { Columns } from '../details/Columns';
import { Parameters } from '../details/Parameters';
import { Outputs } from '../details/Outputs';
import { Tags } from '../details/Tags';
import { OrderActions } from './OrderActions';
import { OrderedChanges } from './OrderedChanges';
import { OrderFacts } from './OrderFacts';
import { OrderStatus } from './OrderStatus';
import { OrderTimeline } from './OrderTimeline';
import { orderKindWords } from './orderKinds';
import { useLiveOrder } from './useLiveOrder';

function OrderOutputs({ order }: { order: OrderDetail }) {
  const resourceLink = useRouteRef(resourceRouteRef);
  const { id, name } = order.provisionedProduct;
  if (order.outputs.length === 0) {
    return null;
  }
  return (
    <EntityInfoCard
      title="Outputs"
      footerActions={
        id && (
          <ButtonLink
            variant="secondary"
            href={resourceLink({ target: order.target, id })}
          >
            {`Open ${name}`}
          </ButtonLink>
        )
      }
    >
      <Outputs outputs={order.outputs} />
    </EntityInfoCard>
  );
}

function OrderedValues({ order }: { order: OrderDetail }) {
  const { kind, changes, parameters, tags } = order;
  const { noParameters } = orderKindWords[kind];
  return (
    <>
      {changes && (
        <EntityInfoCard title="Changes">
          <Changes
            changes={changes}
            none="It changes neither version nor parameters."
          />
        </EntityInfoCard>
      )}
      {noParameters !== undefined && !changes && (
        <EntityInfoCard title="Parameters">
          <Parameters parameters={parameters} none={noParameters} />
        </EntityInfoCard>
      )}
      {tags.length > 0 && (
        <EntityInfoCard title="Tags">
          <Tags tags={tags} />
        </EntityInfoCard>
      )}
    </>
  );
}

/** One order: where it is, what happened, what came of it and what can be done. It follows the order until it is final. */
export function OrderPage() {
  const { id = '' } = useParams();
  const { value: order, error, show, refresh } = useLiveOrder(id);
  const orderLink = useRouteRef(orderRouteRef);
  const ordersLink = useRouteRef(ordersRouteRef);
  const { refresh: countApprovals } = useApprovalCount();
  const [tooLate, setTooLate] = useState<unknown>();

  if (!order) {
    return (
      <NotThere
        title="The order could not be loaded"
        error={error}
        onRetry={refresh}
        why="There is no such order, or it belongs to a team that you are not in."
        link={{ label: 'Look at your orders', href: ordersLink() }}
      />
    );
  }
  const onChanged = (changed: OrderDetail) => {
    setTooLate(undefined);
    show(changed);
    countApprovals();
  };
  const isAwaitingApproval = order.state === 'awaiting-approval';
  const approval = order.approval && (
    <ApprovalPanel
      order={order}
      approval={order.approval}
      onDecided={onChanged}
      onTooLate={refusal => {
        setTooLate(refusal);
        refresh();
        countApprovals();
      }}
    />
  );
  return (
    <DeepPage
      title={`${orderKindWords[order.kind].label} ${
        order.provisionedProduct.name
      }`}
      href={orderLink({ id })}
      actions={<OrderActions order={order} onChanged={onChanged} />}
    >
      <Columns
        main={
          <Flex direction="column" gap="4">
            {error && (
              <ErrorPanel
                title="The order could not be refreshed"
                error={error}
                onRetry={refresh}
              />
            )}
            {tooLate !== undefined && (
              <ErrorPanel
                title="Your decision came too late. This is the order as it is now"
                error={tooLate}
              />
            )}
            <OrderStatus order={order} />
            {!(isAwaitingApproval && approval) && (
              <OrderedChanges order={order} />
            )}
            {isAwaitingApproval && approval}
            <OrderOutputs order={order} />
            <EntityInfoCard title="Timeline">
              <OrderTimeline order={order} />
            </EntityInfoCard>
          </Flex>
        }
        side={
          <Flex direction="column" gap="4">
            <EntityInfoCard title="Order">
              <OrderFacts order={order} />
            </EntityInfoCard>
            {!isAwaitingApproval && approval}
            {/* While it waits for approval, what it asks for is part of what has to be decided. */}
            {!(isAwaitingApproval && approval) && (
              <OrderedValues order={order} />
            )}
          </Flex>
        }
      />
    </DeepPage>
  );
}
