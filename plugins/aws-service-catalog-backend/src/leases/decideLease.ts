import { OrderState } from 'backstage-plugin-aws-service-catalog-common';
import { CLOCK_DIFFERENCE_MS } from './LeaseWatch';
import { expiresAt, StoredLease } from './StoredLease';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How soon something is looked at again that keeps a lease from being acted on. */
const LOOK_AGAIN_MS = 5 * MINUTE_MS;
/** How soon a termination is looked at again. */
const FOLLOW_MS = 30 * MINUTE_MS;
/** After so long a warning that was not delivered is issued anew, and a termination that failed is ordered again. */
export const TRY_AGAIN_MS = DAY_MS;
/** How often a termination is ordered before people have to see to it. */
const MOST_TERMINATIONS = 3;

/** What a lease is decided on, beside itself. */
export type LeaseSituation = {
  now: Date;
  /** For how long the portal has been seen to run, in milliseconds. */
  seenMs: number;
  /** What keeps it from being ended now: it is being changed, or cannot be seen or reached. */
  obstacle?: string;
  /** The state of the order that terminates it. */
  termination?: OrderState;
};

/** The one thing to do next about a lease. */
export type LeaseStep =
  /** `until`: when to look again, ISO 8601; absent: never by itself. */
  | { do: 'wait'; until?: string }
  | { do: 'release' }
  /** A warning from a time that has not come yet: the clock was ahead. */
  | { do: 'forget-warning' }
  /** `again`: the last one was not delivered in a day. */
  | { do: 'warn'; again: boolean }
  | { do: 'remind' }
  /** Its people have not had their notice: the end moves. */
  | { do: 'postpone'; endsAt: string }
  | { do: 'note-end' }
  | { do: 'terminate' }
  | { do: 'flag' }
  /** Its termination has ended, and not with success. */
  | { do: 'give-up'; because: 'termination-rejected' | 'termination-failed' }
  | { do: 'close' };

function at(instantMs: number): string {
  return new Date(instantMs).toISOString();
}

/** When its people are reminded: a day before the end, or half of the notice, whichever is shorter. */
function remindsAtMs({ endsAt, terms }: StoredLease): number {
  return Date.parse(endsAt) - Math.min(DAY_MS, terms.warnMs / 2);
}

function followTermination(
  { expiration, problem }: StoredLease,
  { now, termination, obstacle }: LeaseSituation,
): LeaseStep {
  const nowMs = now.getTime();
  // Pointed out, or given up: people have to see to it.
  if (termination === undefined || problem) {
    return { do: 'wait' };
  }
  switch (termination) {
    case 'succeeded':
      return { do: 'close' };
    case 'rejected':
      return { do: 'give-up', because: 'termination-rejected' };
    case 'failed':
    case 'expired':
    case 'cancelled': {
      const { at: orderedAt = '', attempts = 0 } = expiration ?? {};
      const againMs = Date.parse(orderedAt) + TRY_AGAIN_MS;
      if (attempts >= MOST_TERMINATIONS) {
        return { do: 'give-up', because: 'termination-failed' };
      }
      if (nowMs < againMs) {
        return { do: 'wait', until: at(againMs) };
      }
      return obstacle === undefined
        ? { do: 'terminate' }
        : { do: 'wait', until: at(nowMs + LOOK_AGAIN_MS) };
    }
    default:
      return { do: 'wait', until: at(nowMs + FOLLOW_MS) };
  }
}

/** What is missing of a notice, in milliseconds of the portal's running; what clocks may differ by counts for nothing. */
function missingNotice(
  { warning }: StoredLease,
  seenMs: number,
  noticeMs: number,
): number {
  const missingMs = noticeMs - (seenMs - (warning?.deliveredSeenMs ?? seenMs));
  return missingMs > CLOCK_DIFFERENCE_MS ? missingMs : 0;
}

function warnFirst(
  { endsAt, terms, warning }: StoredLease,
  nowMs: number,
): LeaseStep {
  const warnsAtMs = Date.parse(endsAt) - terms.warnMs;
  if (nowMs < warnsAtMs) {
    return { do: 'wait', until: at(warnsAtMs) };
  }
  if (!warning) {
    return { do: 'warn', again: false };
  }
  const againMs = Date.parse(warning.issuedAt) + TRY_AGAIN_MS;
  return nowMs >= againMs
    ? { do: 'warn', again: true }
    : { do: 'wait', until: at(againMs) };
}

function endWarned(
  lease: StoredLease,
  { now, seenMs, obstacle }: LeaseSituation,
): LeaseStep {
  const { endsAt, terms, remindedAt, graceNotedAt } = lease;
  const nowMs = now.getTime();
  const endsAtMs = Date.parse(endsAt);
  const remindMs = remindsAtMs(lease);
  if (nowMs < endsAtMs) {
    if (remindedAt !== undefined) {
      return { do: 'wait', until: endsAt };
    }
    return nowMs >= remindMs
      ? { do: 'remind' }
      : { do: 'wait', until: at(remindMs) };
  }
  const missingMs = missingNotice(lease, seenMs, terms.warnMs);
  if (missingMs > 0) {
    return { do: 'postpone', endsAt: at(nowMs + missingMs) };
  }
  if (terms.graceMs > 0 && graceNotedAt === undefined) {
    return { do: 'note-end' };
  }
  const expires = expiresAt(lease);
  if (now.toISOString() < expires) {
    return { do: 'wait', until: expires };
  }
  const fullMs = terms.warnMs + terms.graceMs;
  const missingGraceMs = missingNotice(lease, seenMs, fullMs);
  if (missingGraceMs > 0) {
    return {
      do: 'postpone',
      endsAt: at(nowMs + missingGraceMs - terms.graceMs),
    };
  }
  if (obstacle !== undefined) {
    return { do: 'wait', until: at(nowMs + LOOK_AGAIN_MS) };
  }
  return { do: terms.onExpiry };
}

/**
 * Decides the next step of a lease. Pure: the same lease and situation always give the same step.
 *
 * Nothing is ended without a warning that was delivered, and the whole of its notice after that, counted both by the clock and
 * by how long the portal has been seen to run: a clock that leaps ahead, or a portal that is down, ends nothing early.
 */
export function decideLease(
  lease: StoredLease,
  situation: LeaseSituation,
): LeaseStep {
  const { hold, status, warning } = lease;
  const nowMs = situation.now.getTime();
  if (hold) {
    return hold.until !== undefined && nowMs >= Date.parse(hold.until)
      ? { do: 'release' }
      : { do: 'wait', until: hold.until };
  }
  if (status === 'freed' || status === 'gone') {
    return { do: 'wait' };
  }
  if (status === 'expired') {
    return followTermination(lease, situation);
  }
  const warningMs = Date.parse(warning?.deliveredAt ?? warning?.issuedAt ?? '');
  if (warningMs > nowMs + CLOCK_DIFFERENCE_MS) {
    return { do: 'forget-warning' };
  }
  return warning?.deliveredAt === undefined
    ? warnFirst(lease, nowMs)
    : endWarned(lease, situation);
}
