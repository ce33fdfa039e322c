import {
  LeaseExpiry,
  LeaseProblem,
} from 'backstage-plugin-aws-service-catalog-common';

/** What a policy says, as a lease has it. Times are in milliseconds. */
export type LeaseTerms = {
  lifetimeMs: number;
  /** How long before the end its people are told, at the least. */
  warnMs: number;
  graceMs: number;
  onExpiry: LeaseExpiry;
  renewal: {
    periodMs: number;
    /** Absent: it can be renewed again and again. */
    max?: number;
    /** Absent: no renewal needs approval. */
    approvalAbove?: number;
    approvers: string[];
    timeoutMs: number;
  };
};

/** The warning that a lease is about to end. */
export type LeaseWarning = {
  /** The event that asks for it. */
  sequence: number;
  issuedAt: string;
  /** When somebody was told; absent: nobody is known to have been. */
  deliveredAt?: string;
  /** How long the portal had been seen to run then, in milliseconds. */
  deliveredSeenMs?: number;
  /** Whose people were told: another owner has had no notice. */
  owner?: string;
};

/** What was done because a lease is over. */
export type LeaseExpiration = {
  at: string;
  /** The order that terminates it; absent: it was only pointed out. */
  orderId?: string;
  /** How often a termination was ordered. */
  attempts: number;
};

/**
 * How a lease is stored. `running` until something is done because it is over, `expired` then; `freed`: no policy fits any more;
 * `gone`: what it was about is not there.
 */
export type LeaseStatus = 'running' | 'expired' | 'freed' | 'gone';

/** A lease as the database has it. Instants are ISO 8601. */
export type StoredLease = {
  id: string;
  target: string;
  provisionedProductId: string;
  /** Counts the saves: a save of an older revision is lost. */
  revision: number;
  status: LeaseStatus;
  policy: string;
  terms: LeaseTerms;
  startedAt: string;
  /** By the terms alone; the end itself may be later, because the warning was. */
  termEndsAt: string;
  endsAt: string;
  renewals: number;
  /** Absent: nobody was warned of this end, or was to be. */
  warning?: LeaseWarning;
  remindedAt?: string;
  /** When its people were told that it has ended, and the grace has begun. */
  graceNotedAt?: string;
  expiration?: LeaseExpiration;
  problem?: LeaseProblem;
  hold?: { at: string; by: string; reason: string; until?: string };
  /** When the keeper looks at it next; absent when nothing more happens by itself. */
  dueAt?: string;
  lastSequence: number;
  updatedAt: string;
};

/** Something that happened to a lease. */
export type StoredLeaseEvent = {
  leaseId: string;
  sequence: number;
  at: string;
  type: LeaseEventType;
  /** Absent: the portal itself. */
  actor?: string;
  message: string;
};

/** Everything that can happen to a lease. */
export type LeaseEventType =
  | 'began'
  | 'warning'
  | 'warned'
  | 'reminded'
  | 'postponed'
  | 'ended'
  | 'termination-ordered'
  | 'termination-stopped'
  | 'flagged'
  | 'renewed'
  | 'held'
  | 'released'
  | 'terms-changed'
  | 'owner-changed'
  | 'freed'
  | 'gone'
  | 'back';

/** When the grace of a lease is over. */
export function expiresAt({
  endsAt,
  terms,
}: Pick<StoredLease, 'endsAt' | 'terms'>): string {
  return new Date(Date.parse(endsAt) + terms.graceMs).toISOString();
}

/**
 * What becomes of a lease when its end is a new one: nobody has been warned of it yet.
 *
 * @param endsAt - ISO 8601
 */
export function withEnd(lease: StoredLease, endsAt: string): StoredLease {
  return { ...withoutWarning(lease), termEndsAt: endsAt, endsAt };
}

/** What becomes of a lease whose warning does not count: it runs, and its people are warned again before it ends. */
export function withoutWarning(lease: StoredLease): StoredLease {
  const { warning: _, remindedAt: __, graceNotedAt: ___, ...rest } = lease;
  return {
    ...rest,
    status: 'running',
    expiration: undefined,
    problem: undefined,
  };
}
