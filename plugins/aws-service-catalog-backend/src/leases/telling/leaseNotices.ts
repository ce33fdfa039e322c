import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { toPlainText } from '../../orders';
import { LeaseSubject } from '../LeaseSubjects';
import { expiresAt, LeaseEventType, StoredLease } from '../StoredLease';

/** Whom something about a lease is told: the requester and the owner's members, or those who run the portal. */
export type LeaseRole = 'people' | 'operator';

/** What is told of an event of a lease. */
export type LeaseNotice = Readonly<{
  on: LeaseEventType;
  tell: LeaseRole;
  severity: 'low' | 'normal' | 'high';
  /** What comes after the name of the provisioned product. */
  says: (lease: StoredLease) => string;
  describe: (lease: StoredLease) => string;
  /** Whether it is still worth telling. */
  holds?: (lease: StoredLease) => boolean;
}>;

/** 2026-12-31 09:00 UTC */
function day(instant: string): string {
  return instant.replace(/^(.*)T(\d\d:\d\d).*$/, '$1 $2 UTC');
}

function whatHappens(lease: StoredLease): string {
  const when = day(expiresAt(lease));
  return lease.terms.onExpiry === 'terminate'
    ? `The portal has it terminated on ${when}, and what it holds is lost, unless its lease is renewed before.`
    : `It is pointed out to the people who run the portal on ${when}, unless its lease is renewed before.`;
}

const isWarned = ({ warning, status, hold }: StoredLease) =>
  warning?.deliveredAt !== undefined && status === 'running' && !hold;

/** The warning itself; nothing is ended before it was delivered. */
export const warningNotice: LeaseNotice = {
  on: 'warning',
  tell: 'people',
  severity: 'high',
  says: ({ endsAt }) => `is about to end: its lease ends on ${day(endsAt)}`,
  describe: whatHappens,
};

/** Everything that people are told of leases, one entry each. */
export const leaseNotices: readonly LeaseNotice[] = [
  {
    on: 'reminded',
    tell: 'people',
    severity: 'high',
    says: ({ endsAt }) => `ends soon: its lease ends on ${day(endsAt)}`,
    describe: whatHappens,
    holds: isWarned,
  },
  {
    on: 'postponed',
    tell: 'people',
    severity: 'normal',
    says: ({ endsAt }) => `ends later: its lease ends on ${day(endsAt)}`,
    describe: whatHappens,
    holds: ({ status, hold }) => status === 'running' && !hold,
  },
  {
    on: 'ended',
    tell: 'people',
    severity: 'high',
    says: () => 'is in its grace: its lease has ended',
    describe: whatHappens,
    holds: isWarned,
  },
  {
    on: 'termination-ordered',
    tell: 'people',
    severity: 'high',
    says: () => 'is terminated: its lease is over',
    describe: () => 'The portal has ordered its termination.',
    holds: ({ status }) => status === 'expired',
  },
  {
    on: 'flagged',
    tell: 'people',
    severity: 'normal',
    says: () => 'has outlived its lease',
    describe: () => 'Renew its lease, or have it terminated.',
    holds: ({ status }) => status === 'expired',
  },
  {
    on: 'flagged',
    tell: 'operator',
    severity: 'normal',
    says: () => 'has outlived its lease',
    describe: () => 'Its policy only points it out.',
    holds: ({ status }) => status === 'expired',
  },
  {
    on: 'termination-stopped',
    tell: 'operator',
    severity: 'high',
    says: () => 'has outlived its lease, and was not terminated',
    describe: ({ problem }) => problem?.message ?? '',
    holds: ({ problem }) => problem !== undefined,
  },
  {
    on: 'held',
    tell: 'people',
    severity: 'normal',
    says: ({ hold }) =>
      `stays${hold?.until ? ` until ${day(hold.until)} at least` : ''}`,
    describe: () => 'The people who run the portal keep its lease from ending.',
    holds: ({ hold }) => hold !== undefined,
  },
  {
    on: 'released',
    tell: 'people',
    severity: 'normal',
    says: ({ endsAt }) =>
      `is not held any more: its lease ends on ${day(endsAt)}`,
    describe: () => 'Its people are warned before it ends.',
    holds: ({ hold, status }) => hold === undefined && status === 'running',
  },
  {
    on: 'freed',
    tell: 'people',
    severity: 'normal',
    says: () => 'stays: no lease policy fits it any more',
    describe: () => 'It may live for ever.',
    // Who was not told that it ends need not be told that it does not.
    holds: ({ status, warning }) =>
      status === 'freed' && warning?.deliveredAt !== undefined,
  },
];

/** Whether people are told of such an event. */
export function isTold(type: LeaseEventType): boolean {
  return (
    type === warningNotice.on || leaseNotices.some(({ on }) => on === type)
  );
}

/** A notice as Backstage's notifications take it. Each replaces the one before of the same lease and role. */
export function writeNotice(
  notice: LeaseNotice,
  lease: StoredLease,
  subject: LeaseSubject,
): NotificationSendOptions['payload'] {
  const { target, provisionedProductId } = lease;
  return {
    title: toPlainText(`${subject.name} ${notice.says(lease)}`),
    description: toPlainText(
      `${notice.describe(lease)} ${subject.product.name}, in ${target}.`,
    ),
    link: `/aws-service-catalog/resources/${target}/${provisionedProductId}`,
    severity: notice.severity,
    topic: notice.tell === 'people' ? 'leases' : 'operations',
    scope: `lease:${lease.id}:${notice.tell}`,
  };
}
