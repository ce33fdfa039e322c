import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, ButtonLink, Container, Text } from '@backstage/ui';
import type {
  Order,
  OrderDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { useEffect, useRef, useState } from 'react';
import { ordersRouteRef } from '../../routes';
import { ErrorPanel, RowsSkeleton } from '../common';
import { EmptyList } from '../lists/EmptyList';
import { orderHeadline } from '../orders/orderHeadline';
import { useApprovalCount, useApprovals } from './ApprovalCount';
import { ApprovalItem } from './ApprovalItem';
import styles from './Approvals.module.css';

/** The most that are shown at once; the others follow when these are decided. */
const MOST_SHOWN = 50;

/** An order as it was decided: should it come back changed, it is to be decided anew. */
function keyOf({ id, digest }: Order): string {
  return `${id} ${digest}`;
}

type Outcome = { decided: OrderDetail } | { refusal: unknown };

function WhatCameOfIt({ outcome }: { outcome: Outcome }) {
  return 'refusal' in outcome ? (
    <ErrorPanel
      title="Your decision came too late. The list is up to date now"
      error={outcome.refusal}
    />
  ) : (
    <Alert
      role="status"
      status="success"
      icon
      title="Thank you, your decision is kept"
      description={orderHeadline(outcome.decided)}
    />
  );
}

function NothingWaits() {
  const ordersLink = useRouteRef(ordersRouteRef);
  return (
    <EmptyList
      title="Nothing waits for your decision"
      description="When somebody orders what you have to approve, it appears here by itself."
      action={
        <ButtonLink variant="secondary" href={ordersLink()}>
          Look at the orders
        </ButtonLink>
      }
    />
  );
}

/** What waits for the reader's decision, oldest first. */
export function ApprovalsPage() {
  const { value, error, refresh } = useApprovals(MOST_SHOWN);
  const { refresh: countAgain } = useApprovalCount();
  const [outcome, setOutcome] = useState<Outcome>();
  // Decided here, and still in the list until it is loaded again.
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const said = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the keyboard goes on from what came of it.
  useEffect(() => {
    if (outcome) {
      said.current?.focus();
    }
  }, [outcome]);

  const update = (next: Outcome) => {
    setOutcome(next);
    refresh();
    countAgain();
  };
  const items = (value?.items ?? []).filter(
    order => !decided.has(keyOf(order)),
  );
  const more = (value?.totalItems ?? 0) - (value?.items.length ?? 0);

  return (
    <Container py="4">
      <div ref={said} tabIndex={-1} className={styles.said}>
        {outcome && <WhatCameOfIt outcome={outcome} />}
        {error && (
          <ErrorPanel
            title={
              value
                ? 'The approvals could not be refreshed'
                : 'The approvals could not be loaded'
            }
            error={error}
            onRetry={refresh}
          />
        )}
      </div>
      {!value && !error && <RowsSkeleton />}
      {value && items.length === 0 && more <= 0 && <NothingWaits />}
      {items.length > 0 && (
        <ol className={styles.items} aria-label="Waiting for me, oldest first">
          {items.map(order => (
            <li key={order.id}>
              <ApprovalItem
                order={order}
                onDecided={answer => {
                  setDecided(keys => new Set(keys).add(keyOf(order)));
                  update({ decided: answer });
                }}
                onTooLate={refusal => update({ refusal })}
              />
            </li>
          ))}
        </ol>
      )}
      {more > 0 && (
        <Text as="p" color="secondary">
          {`${more} more wait. They follow when these are decided.`}
        </Text>
      )}
    </Container>
  );
}
