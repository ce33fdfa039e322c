import { RenewalQuote } from '../orders';
import { previewLease } from './presentLease';
import { StoredLease } from './StoredLease';

/** @returns undefined when it cannot be renewed so, with the reason */
function decideEnd(
  { endsAt, terms }: Pick<StoredLease, 'endsAt' | 'terms'>,
  until: string | undefined,
  now: Date,
): { endsAt: string } | Exclude<RenewalQuote, { lease: unknown }> {
  const latest = new Date(now.getTime() + terms.renewal.periodMs).toISOString();
  if (until === undefined) {
    return latest > endsAt
      ? { endsAt: latest }
      : {
          conflict: `Its lease ends on ${endsAt}, and a renewal lets it live until ${latest} at most. Renew it when its end is nearer.`,
        };
  }
  const untilMs = Date.parse(until);
  const refuse = (message: string) => ({
    refusal: { field: 'until', message },
  });
  if (Number.isNaN(untilMs)) {
    return refuse('This is not an instant such as 2026-12-31T00:00:00Z.');
  }
  const wanted = new Date(untilMs).toISOString();
  if (wanted > latest) {
    return refuse(`A renewal lets it live until ${latest} at most.`);
  }
  return wanted > endsAt
    ? { endsAt: wanted }
    : refuse(`Its lease ends on ${endsAt}, which is not earlier.`);
}

/**
 * Decides what renewing a lease would do. It then ends one period from now, and never later: renewing it often does not add up.
 */
export function quoteRenewal(
  lease: StoredLease,
  until: string | undefined,
  now: Date,
): RenewalQuote {
  const { terms, renewals, policy } = lease;
  const { max, approvalAbove, approvers, timeoutMs } = terms.renewal;
  if (max !== undefined && renewals >= max) {
    return {
      conflict:
        max === 0
          ? `Policy '${policy}' lets no lease be renewed.`
          : `Its lease was renewed ${renewals} of ${max} times. Ask the people who run the portal to hold it.`,
    };
  }
  const end = decideEnd(lease, until, now);
  if (!('endsAt' in end)) {
    return end;
  }
  const number = renewals + 1;
  const needsApproval = approvalAbove !== undefined && number > approvalAbove;
  return {
    lease: previewLease({ ...lease, endsAt: end.endsAt, renewals: number }),
    renewal: {
      leaseId: lease.id,
      number,
      until: until === undefined ? undefined : end.endsAt,
    },
    approval: needsApproval
      ? {
          policy,
          approvers,
          quorum: 1,
          onTimeout: 'expire',
          timeoutMs,
        }
      : undefined,
  };
}

/** When a lease ends that is renewed now, by an order that was placed before; undefined: no later than it does. */
export function endOfRenewal(
  lease: StoredLease,
  until: string | undefined,
  now: Date,
): string | undefined {
  const { periodMs } = lease.terms.renewal;
  const latest = new Date(now.getTime() + periodMs).toISOString();
  const endsAt = until !== undefined && until < latest ? until : latest;
  return endsAt > lease.endsAt || lease.status === 'expired'
    ? endsAt
    : undefined;
}
