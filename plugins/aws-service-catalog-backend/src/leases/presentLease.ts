import {
  Lease,
  LeaseEvent,
  LeasePreview,
  LeaseState,
} from 'backstage-plugin-aws-service-catalog-common';
import { warnsAt } from './leaseTerms';
import { expiresAt, StoredLease, StoredLeaseEvent } from './StoredLease';

/** How a lease stands at an instant. */
export function leaseStateAt(
  { hold, status, endsAt, warning }: StoredLease,
  now: Date,
): LeaseState {
  if (hold) {
    return 'held';
  }
  if (status === 'expired') {
    return 'expired';
  }
  if (warning?.deliveredAt === undefined) {
    return 'active';
  }
  return now.toISOString() >= endsAt ? 'grace' : 'warned';
}

/** Whether somebody lives by a lease: the others are kept for their history only. */
export function isInForce({ status }: Pick<StoredLease, 'status'>): boolean {
  return status === 'running' || status === 'expired';
}

/** A lease as the API shows it. */
export function presentLease(lease: StoredLease, now: Date): Lease {
  const { terms, expiration } = lease;
  return {
    policy: lease.policy,
    state: leaseStateAt(lease, now),
    startedAt: lease.startedAt,
    endsAt: lease.endsAt,
    expiresAt: expiresAt(lease),
    onExpiry: terms.onExpiry,
    warnedAt: lease.warning?.deliveredAt,
    renewals: lease.renewals,
    maxRenewals: terms.renewal.max,
    approvalAbove: terms.renewal.approvalAbove,
    hold: lease.hold,
    terminationOrderId: expiration?.orderId,
    problem: lease.problem,
  };
}

/** What happened to a lease, as the API shows it. */
export function presentLeaseEvent(event: StoredLeaseEvent): LeaseEvent {
  const { sequence, at, type, actor, message } = event;
  return { sequence, at, type, actor, message };
}

/** A lease that would be, or is, as an order shows it. */
export function previewLease(
  lease: Pick<StoredLease, 'policy' | 'terms' | 'endsAt' | 'renewals'>,
): LeasePreview {
  const { policy, terms, endsAt, renewals } = lease;
  return {
    policy,
    endsAt,
    onExpiry: terms.onExpiry,
    warnedFrom: warnsAt(lease),
    renewals,
    maxRenewals: terms.renewal.max,
    approvalAbove: terms.renewal.approvalAbove,
  };
}
