/**
 * Every place where a step has done half of its work and a crash must do no harm, in the order in which an order comes by:
 *
 * - `placed`, `cancelled`, `retried`: the requester's wish is saved, and not answered
 * - `decided`: an approver's decision is saved, and not answered
 * - `waiting-moved`: an order that waits for approval was reminded, decided by another system, or timed out
 * - `plan-saved`: the intent to preview an update is saved, AWS not yet asked
 * - `plan-sent`: AWS has accepted that, and we have not noted it
 * - `plan-noted`: we have
 * - `plan-read`: what AWS has worked out is noted, and AWS still has the plan
 * - `plan-deleted`: AWS has not, and we have not noted that
 * - `checked`: the last check before a submission is over, and nothing of it is saved
 * - `returned`: the order was sent back to its approvers
 * - `remnant-token-saved`: the intent to terminate what a failed attempt left is saved, the call not yet made
 * - `remnant-sent`: AWS has accepted that termination, and we have not noted it
 * - `remnant-noted`: we have
 * - `token-saved`: the intent of the attempt itself is saved, the call not yet made
 * - `sent`: AWS has accepted the call, and we have not noted it
 * - `noted`: we have
 * - `result-read`: AWS has ended its record and our inventory shows it, the order does not
 * - `ended`: the order has ended
 * - `caught-up`: the inventory shows the result of an order that has ended before AWS showed it
 * - `told`: a channel was told of an event, and the outbox does not know
 * - `telling-noted`: it does
 */
export const stepBoundaries = [
  'placed',
  'cancelled',
  'retried',
  'decided',
  'waiting-moved',
  'plan-saved',
  'plan-sent',
  'plan-noted',
  'plan-read',
  'plan-deleted',
  'checked',
  'returned',
  'remnant-token-saved',
  'remnant-sent',
  'remnant-noted',
  'token-saved',
  'sent',
  'noted',
  'result-read',
  'ended',
  'caught-up',
  'told',
  'telling-noted',
] as const;

/**
 * The same of leases, in the order in which a lease comes by:
 *
 * - `leases-compared`: some provisioned products were compared with the policies, the others not yet
 * - `lease-warning-noted`: a warning is asked for, and nobody was told
 * - `lease-warning-sent`: people were warned, and nothing says so
 * - `lease-warning-confirmed`: the lease knows that they were, the outbox does not
 * - `lease-step-noted`: something else happened to it, and nobody was told: a reminder, its end, its grace
 * - `lease-termination-placed`: the order that terminates what has outlived it is placed, and nobody was told
 */
export const leaseBoundaries = [
  'leases-compared',
  'lease-warning-noted',
  'lease-warning-sent',
  'lease-warning-confirmed',
  'lease-step-noted',
  'lease-termination-placed',
] as const;

/** One of {@link stepBoundaries}. */
export type StepBoundary = (typeof stepBoundaries)[number];

/** One of {@link leaseBoundaries}. */
export type LeaseBoundary = (typeof leaseBoundaries)[number];
