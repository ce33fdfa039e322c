import { LeaseConfig } from '../policy';
import { describeBeginning } from './LeaseBook';
import { LeaseSubject } from './LeaseSubjects';
import { changeTerms, isSame } from './leaseTerms';
import { StoredLease, withoutWarning } from './StoredLease';
import { LeaseChange } from './writeLeases';

function free(lease: StoredLease): LeaseChange {
  return {
    lease: { ...lease, status: 'freed', dueAt: undefined },
    note: {
      type: 'freed',
      message: 'No lease policy fits it any more: it may live for ever.',
    },
  };
}

function beginAgain(lease: StoredLease, fresh: StoredLease): LeaseChange {
  const { startedAt, endsAt, termEndsAt, policy, terms, dueAt } = fresh;
  const begun: StoredLease = {
    ...withoutWarning(lease),
    ...{ startedAt, endsAt, termEndsAt, policy, terms, dueAt },
    renewals: 0,
  };
  return { lease: begun, note: describeBeginning(begun) };
}

/**
 * What becomes of a lease by the policies, and the owner, as they are now; undefined when it stays what it is.
 *
 * The end stays where it was: only a renewal moves it. Whoever was warned was told of other terms, or was somebody else, so
 * the warning comes anew, with the whole of its notice. What happens to a lease whose termination is ordered was decided, and told,
 * unless that has come to nothing: another one takes policy and owner as they are by then.
 *
 * @param subject - what it is about, as it is now
 * @param policy - the one that fits it now; undefined: none
 * @param facts.create - makes a lease that begins now
 * @param facts.cameToNothing - whether the order that was to terminate it has ended without success
 */
export function reviewLease(
  lease: StoredLease,
  subject: Pick<LeaseSubject, 'owner'>,
  policy: LeaseConfig | undefined,
  facts: {
    now: Date;
    create: (policy: LeaseConfig) => StoredLease;
    cameToNothing: boolean;
  },
): LeaseChange | undefined {
  const { expiration, problem, status, warning } = lease;
  const isEnding =
    status === 'expired' && expiration?.orderId !== undefined && !problem;
  if (isEnding && !facts.cameToNothing) {
    return undefined;
  }
  if (!policy) {
    return status === 'freed' ? undefined : free(lease);
  }
  if (status === 'freed') {
    return beginAgain(lease, facts.create(policy));
  }
  const dueAt = facts.now.toISOString();
  if (!isSame(lease, policy)) {
    return {
      lease: { ...changeTerms(lease, policy), dueAt },
      note: {
        type: 'terms-changed',
        message: `It follows policy '${policy.name}' as it is now. Its end stays where it was until it is renewed, and its people are warned anew.`,
      },
    };
  }
  if (status === 'gone') {
    return {
      lease: { ...withoutWarning(lease), dueAt },
      note: {
        type: 'back',
        message: 'It is there again, and so is its lease.',
      },
    };
  }
  const mayEnd = status === 'running' || isEnding;
  const isWarned = mayEnd && warning?.deliveredAt !== undefined;
  return isWarned && warning.owner !== subject.owner
    ? {
        lease: { ...withoutWarning(lease), dueAt },
        note: {
          type: 'owner-changed',
          message: `It belongs to ${subject.owner} now, whose people are warned anew.`,
        },
      }
    : undefined;
}
