import { LeaseRow } from '../database/rows';
import {
  expiresAt,
  LeaseEventType,
  StoredLease,
  StoredLeaseEvent,
} from './StoredLease';

/** A row of the table `lease_events`. */
export type LeaseEventRow = {
  lease_id: string;
  sequence: number;
  at: string;
  type: string;
  actor: string | null;
  message: string;
};

type Content = Pick<
  StoredLease,
  | 'terms'
  | 'termEndsAt'
  | 'renewals'
  | 'warning'
  | 'remindedAt'
  | 'graceNotedAt'
  | 'expiration'
  | 'problem'
  | 'hold'
>;

/** Writes a lease as its row. */
export function toLeaseRow(lease: StoredLease): LeaseRow {
  const content: Content = {
    terms: lease.terms,
    termEndsAt: lease.termEndsAt,
    renewals: lease.renewals,
    warning: lease.warning,
    remindedAt: lease.remindedAt,
    graceNotedAt: lease.graceNotedAt,
    expiration: lease.expiration,
    problem: lease.problem,
    hold: lease.hold,
  };
  return {
    id: lease.id,
    target: lease.target,
    provisioned_product_id: lease.provisionedProductId,
    revision: lease.revision,
    status: lease.status,
    policy: lease.policy,
    started_at: lease.startedAt,
    ends_at: lease.endsAt,
    expires_at: expiresAt(lease),
    warned_at: lease.warning?.deliveredAt ?? null,
    held_at: lease.hold?.at ?? null,
    problem: lease.problem?.code ?? null,
    content: JSON.stringify(content),
    due_at: lease.dueAt ?? null,
    last_event_sequence: lease.lastSequence,
    updated_at: lease.updatedAt,
  };
}

/**
 * Reads a lease from its row.
 *
 * @throws SyntaxError when its content is damaged
 */
export function fromLeaseRow(row: LeaseRow): StoredLease {
  const content: Content = JSON.parse(row.content);
  return {
    ...content,
    id: row.id,
    target: row.target,
    provisionedProductId: row.provisioned_product_id,
    revision: row.revision,
    status: row.status,
    policy: row.policy,
    startedAt: row.started_at,
    endsAt: row.ends_at,
    dueAt: row.due_at ?? undefined,
    lastSequence: row.last_event_sequence,
    updatedAt: row.updated_at,
  };
}

/** Reads an event from its row. */
export function fromLeaseEventRow(row: LeaseEventRow): StoredLeaseEvent {
  return {
    leaseId: row.lease_id,
    sequence: row.sequence,
    at: row.at,
    type: row.type as LeaseEventType,
    actor: row.actor ?? undefined,
    message: row.message,
  };
}
