import type { Lease } from 'backstage-plugin-aws-service-catalog-common';
import { formatInstant } from '../common/instant';
import { nameOf } from '../common/nameOf';

/** How a lease is to be taken. */
export type LeaseTone = 'info' | 'warning' | 'danger';

/** A lease in plain words. */
export type LeaseSentence = { tone: LeaseTone; text: string };

/** What happens when a lease ends. */
export const consequences: Record<Lease['onExpiry'], string> = {
  terminate: 'it is terminated',
  flag: 'the people who run the portal are told',
};

/** How a lease stands, in one or two sentences. */
export function leaseSentence(lease: Lease): LeaseSentence {
  const ends = formatInstant(lease.endsAt);
  const happens = consequences[lease.onExpiry];
  switch (lease.state) {
    case 'active':
      return {
        tone: 'info',
        text: `It may live until ${ends}. You are told before.`,
      };
    case 'warned':
      return {
        tone: 'warning',
        text: `Its lease ends on ${ends}. Renew it if it is still needed; otherwise ${happens}.`,
      };
    case 'grace':
      return {
        tone: 'danger',
        text: `Its lease ended on ${ends}. Unless it is renewed, on ${formatInstant(
          lease.expiresAt,
        )} ${happens}.`,
      };
    case 'held': {
      const { hold } = lease;
      const until = hold?.until
        ? `until ${formatInstant(hold.until)}`
        : 'until it is released';
      return {
        tone: 'info',
        text: hold
          ? `${nameOf(hold.by)} keeps it from ending ${until}: ${hold.reason}`
          : 'The people who run the portal keep it from ending.',
      };
    }
    default:
      return {
        tone: 'danger',
        text:
          lease.onExpiry === 'terminate'
            ? 'Its lease is over, and its termination was ordered.'
            : 'Its lease is over. Renew it, or terminate it.',
      };
  }
}

/** How often a lease was renewed and still can be; undefined when there is nothing to say. */
export function renewalsText({
  renewals,
  maxRenewals,
}: Pick<Lease, 'renewals' | 'maxRenewals'>): string | undefined {
  const times = renewals === 1 ? 'once' : `${renewals} times`;
  if (maxRenewals === undefined) {
    return renewals > 0 ? `Renewed ${times}` : undefined;
  }
  return `Renewed ${
    renewals === 0 ? 'never' : times
  }, of at most ${maxRenewals}`;
}
