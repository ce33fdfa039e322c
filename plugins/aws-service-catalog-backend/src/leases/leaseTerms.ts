import { LeaseConfig } from '../policy';
import { LeaseTerms, StoredLease, withoutWarning } from './StoredLease';

/** What a policy says, as leases have it. */
export function toTerms(policy: LeaseConfig): LeaseTerms {
  const { lifetime, warn, grace = 0, onExpiry, renew } = policy;
  return {
    lifetimeMs: lifetime,
    warnMs: warn,
    graceMs: grace,
    onExpiry,
    renewal: {
      periodMs: renew.period ?? lifetime,
      max: renew.max,
      approvalAbove: renew.approvalAbove,
      approvers: [...renew.approvers],
      timeoutMs: renew.timeout,
    },
  };
}

/** Whether two leases would be treated alike from now on. */
export function isSame(
  lease: Pick<StoredLease, 'policy' | 'terms'>,
  policy: LeaseConfig,
): boolean {
  return (
    lease.policy === policy.name &&
    JSON.stringify(lease.terms) === JSON.stringify(toTerms(policy))
  );
}

/**
 * Gives a lease the terms of another policy, or of the same one as it is now. Its end stays where it was: only a renewal moves it.
 * Whoever was warned was told of other terms, so the warning comes anew, with the whole of its notice.
 */
export function changeTerms(
  lease: StoredLease,
  policy: LeaseConfig,
): StoredLease {
  return {
    ...withoutWarning(lease),
    policy: policy.name,
    terms: toTerms(policy),
  };
}

/** When the people of a lease are to be warned; ISO 8601. */
export function warnsAt({
  endsAt,
  terms,
}: Pick<StoredLease, 'endsAt' | 'terms'>): string {
  return new Date(Date.parse(endsAt) - terms.warnMs).toISOString();
}
