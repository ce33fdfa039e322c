import { EntityInfoCard, EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type {
  Approval,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { Deadline } from '../common';
import { Changes } from '../details/Changes';
import { DefinitionList } from '../details/DefinitionList';
import { EntityRefs } from '../details/EntityRefs';
import { formatCost } from '../details/money';
import { Parameters } from '../details/Parameters';
import { Tags } from '../details/Tags';
import { ApprovalDecisions } from './ApprovalDecisions';
import styles from './Approvals.module.css';
import { quorumText, quotaText, timeoutSentence } from './approvalWords';
import { DecideButtons } from './DecideButtons';
import { OrderedChanges } from '../orders/OrderedChanges';
import { orderKindWords } from '../orders/orderKinds';
import { Subtitle } from './Subtitle';

function ApprovalFacts(props: { approval: Approval; isOpen: boolean }) {
  const { approval, isOpen } = props;
  const { approvers, provider, dueAt, onTimeout, policy } = approval;
  return (
    <div className={styles.facts}>
      <DefinitionList
        entries={[
          {
            label: isOpen ? 'Waits for' : 'Approvers',
            value: provider ?? <EntityRefs refs={approvers} />,
          },
          { label: 'Agreed', value: quorumText(approval) },
        ]}
      />
      <DefinitionList
        entries={[
          {
            label: 'Decide by',
            value: isOpen ? (
              <>
                <Deadline at={dueAt} />
                <Text as="p" variant="body-small" color="secondary">
                  {timeoutSentence(onTimeout)}
                </Text>
              </>
            ) : undefined,
          },
          { label: 'Policy', value: policy },
        ]}
      />
    </div>
  );
}

/** Exactly what an approver decides about. */
function WhatIsDecided({ order }: { order: OrderDetail }) {
  const { kind, changes, quota } = order;
  return (
    <>
      <Subtitle as="h4">{orderKindWords[kind].decided}</Subtitle>
      <div className={styles.facts}>
        <DefinitionList
          entries={[
            { label: 'Name', value: order.provisionedProduct.name },
            { label: 'Product', value: order.product.name },
            { label: 'Version', value: order.version?.name },
          ]}
        />
        <DefinitionList
          entries={[
            {
              label: 'Owner',
              value: <EntityRefLink entityRef={order.owner} />,
            },
            {
              label: 'Target',
              value: `${order.target}: account ${order.accountId}, ${order.region}`,
            },
            {
              label: 'Expected cost',
              value:
                kind === 'provision' || kind === 'update'
                  ? formatCost(order.estimate)
                  : undefined,
            },
            { label: 'Quota', value: quota && quotaText(quota) },
          ]}
        />
      </div>
      <OrderedChanges order={order} />
      {kind === 'update' && (
        <>
          <Subtitle as="h4">What changes</Subtitle>
          <Changes
            changes={changes ?? []}
            none="It changes neither version nor parameters."
          />
        </>
      )}
      {kind === 'provision' && (
        <>
          <Subtitle as="h4">Parameters</Subtitle>
          <Parameters
            parameters={order.parameters}
            none="The product has no parameters."
          />
        </>
      )}
      {order.tags.length > 0 && (
        <>
          <Subtitle as="h4">Tags</Subtitle>
          <Tags tags={order.tags} />
        </>
      )}
    </>
  );
}

/**
 * The approval of an order: while it waits, what is decided, by whom and until when, and the decision; afterwards what was
 * decided.
 */
export function ApprovalPanel(props: {
  order: OrderDetail;
  approval: Approval;
  onDecided(order: OrderDetail): void;
  onTooLate(error: unknown): void;
}) {
  const { order, approval, onDecided, onTooLate } = props;
  const isOpen = order.state === 'awaiting-approval';
  return (
    <EntityInfoCard title="Approval">
      <ApprovalFacts approval={approval} isOpen={isOpen} />
      {approval.decisions.length > 0 && (
        <>
          <Subtitle as="h4">Decisions</Subtitle>
          <ApprovalDecisions decisions={approval.decisions} />
        </>
      )}
      {isOpen && (
        <>
          <WhatIsDecided order={order} />
          <div className={styles.buttons}>
            <DecideButtons
              order={order}
              actions={order.actions}
              onDecided={onDecided}
              onTooLate={onTooLate}
            />
          </div>
        </>
      )}
    </EntityInfoCard>
  );
}
