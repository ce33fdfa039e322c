import { LeaseProblem } from 'backstage-plugin-aws-service-catalog-common';
import { LeaseStep, TRY_AGAIN_MS } from './decideLease';
import { expiresAt, StoredLease, withoutWarning } from './StoredLease';
import { LeaseChange } from './writeLeases';

/** The steps that change nothing but the lease. */
type OwnStep = Exclude<
  LeaseStep,
  { do: 'wait' } | { do: 'terminate' } | { do: 'close' }
>;

/**
 * What a step changes about a lease. What comes next is decided by the next look.
 *
 * @param at - now, ISO 8601
 */
export function applyStep(
  step: OwnStep,
  lease: StoredLease,
  at: string,
): LeaseChange {
  const next = { ...lease, dueAt: at };
  switch (step.do) {
    case 'release':
      return {
        lease: { ...withoutWarning(next), hold: undefined },
        note: { type: 'released', message: 'The time of its hold is over.' },
      };
    case 'forget-warning':
      return {
        lease: { ...withoutWarning(next), endsAt: lease.termEndsAt },
        note: {
          type: 'postponed',
          message: `The clock was ahead when its people were warned: its lease ends on ${lease.termEndsAt}, and they are warned before.`,
        },
      };
    case 'warn':
      return warn(lease, step.again, at);
    case 'remind':
      return {
        lease: { ...next, remindedAt: at },
        note: {
          type: 'reminded',
          message: `Its people were reminded that its lease ends on ${lease.endsAt}.`,
        },
      };
    case 'postpone':
      return {
        lease: { ...next, endsAt: step.endsAt, remindedAt: undefined },
        note: {
          type: 'postponed',
          message: `Its people have not had their notice, because the portal did not run all the time: its lease ends on ${step.endsAt}.`,
        },
      };
    case 'note-end':
      return {
        lease: { ...next, graceNotedAt: at },
        note: {
          type: 'ended',
          message: `Its lease has ended. It can be renewed until ${expiresAt(
            lease,
          )}.`,
        },
      };
    case 'flag': {
      const message = `Its lease ended on ${lease.endsAt}. Its policy only points it out.`;
      return {
        lease: {
          ...next,
          status: 'expired',
          expiration: { at, attempts: 0 },
          problem: { code: 'flagged', message, since: at },
        },
        note: { type: 'flagged', message },
      };
    }
    default: {
      const message =
        step.because === 'termination-rejected'
          ? 'The approvers of its termination did not agree: it stays until somebody sees to it.'
          : 'Its termination has failed again and again: somebody has to see to it.';
      return {
        lease: {
          ...next,
          problem: { code: step.because, message, since: at },
        },
        note: { type: 'termination-stopped', message },
      };
    }
  }
}

function warn(lease: StoredLease, again: boolean, at: string): LeaseChange {
  const problem: LeaseProblem | undefined = again
    ? {
        code: 'undeliverable',
        message:
          'Nobody could be told for a day that its lease is about to end, so it does not end.',
        since: lease.problem?.since ?? at,
      }
    : undefined;
  return {
    lease: {
      ...lease,
      problem,
      warning: { sequence: lease.lastSequence + 1, issuedAt: at },
      // Its delivery has it looked at again, or the next day does.
      dueAt: new Date(Date.parse(at) + TRY_AGAIN_MS).toISOString(),
    },
    note: {
      type: 'warning',
      message: again
        ? 'The warning could not be delivered, and is sent anew.'
        : `Its people are warned that its lease ends on ${lease.endsAt}.`,
    },
    supersedes: true,
  };
}

/**
 * A lease whose termination cannot be ordered: its policy wants an approval that nobody can give. It is tried again the next day.
 *
 * @param reason - one sentence
 * @param at - now, ISO 8601
 */
export function refuseTermination(
  lease: StoredLease,
  reason: string,
  at: string,
): LeaseChange {
  const message = `Its termination cannot be ordered: ${reason}`;
  return {
    lease: {
      ...lease,
      problem: { code: 'termination-failed', message, since: at },
      dueAt: new Date(Date.parse(at) + TRY_AGAIN_MS).toISOString(),
    },
    note: { type: 'termination-stopped', message },
  };
}
