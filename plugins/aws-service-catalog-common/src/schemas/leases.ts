import { z } from 'zod';
import {
  allowedActionSchema,
  entityRefSchema,
  textSchema,
  timestampSchema,
} from './shared';

/**
 * What happens to a provisioned product whose lease is over: the portal has it terminated, or only points it out.
 *
 * @public
 */
export const leaseExpirySchema = z.enum(['terminate', 'flag']);

/**
 * How a lease stands. `active`: nobody has been warned yet; `warned`: its end is near, and its people were told; `grace`: it
 * has ended, and nothing happens yet; `expired`: its termination was ordered, or it was pointed out; `held`: the people who run
 * the portal keep it from ending.
 *
 * @public
 */
export const leaseStateSchema = z.enum([
  'active',
  'warned',
  'grace',
  'expired',
  'held',
]);

/**
 * Why the people who run the portal should look at a lease.
 *
 * @public
 */
export const leaseProblemSchema = z.object({
  /**
   * `undeliverable`: its people could not be warned, so it does not end; `flagged`: it has ended, and its policy only points it
   * out; `termination-rejected`: its approvers did not agree; `termination-failed`: the termination failed again and again.
   */
  code: z.enum([
    'undeliverable',
    'flagged',
    'termination-rejected',
    'termination-failed',
  ]),
  message: z.string(),
  since: timestampSchema,
});

/**
 * How long a provisioned product may live. Absent where no policy fits: it may live for ever.
 *
 * @public
 */
export const leaseSchema = z.object({
  /** The name of the policy in the portal's configuration. */
  policy: z.string(),
  state: leaseStateSchema,
  startedAt: timestampSchema,
  /** It may move when the warning comes late. */
  endsAt: timestampSchema,
  /** When what the policy says happens; the same as `endsAt` without grace. */
  expiresAt: timestampSchema,
  onExpiry: leaseExpirySchema,
  /** When its people were told of the end as it is now; absent: not yet. */
  warnedAt: timestampSchema.optional(),
  /** How often it was renewed. */
  renewals: z.number().int(),
  /** How often it can be renewed; absent: again and again. */
  maxRenewals: z.number().int().optional(),
  /** How many renewals need no approval; absent: all. */
  approvalAbove: z.number().int().optional(),
  hold: z
    .object({
      by: entityRefSchema,
      reason: z.string(),
      at: timestampSchema,
      /** Absent: until it is released. */
      until: timestampSchema.optional(),
    })
    .optional(),
  /** The portal's order that terminates it. */
  terminationOrderId: z.uuid().optional(),
  problem: leaseProblemSchema.optional(),
});

/**
 * Something that happened to a lease. Events are numbered from 1 without gaps.
 *
 * @public
 */
export const leaseEventSchema = z.object({
  sequence: z.number().int(),
  at: timestampSchema,
  /** For example `began`, `warning`, `warned`, `renewed`, `expired`. */
  type: z.string(),
  /** Who caused it; absent: the portal itself. */
  actor: entityRefSchema.optional(),
  /** One plain sentence. */
  message: z.string(),
});

/**
 * A lease with its history and what the caller may do to it.
 *
 * @public
 */
export const leaseDetailSchema = leaseSchema.extend({
  /** Oldest first; of a long history the end. */
  events: z.array(leaseEventSchema),
  actions: z.object({
    /** By an order of kind `renew`. */
    renew: allowedActionSchema,
    hold: allowedActionSchema,
    release: allowedActionSchema,
  }),
});

/**
 * What an order means for a lease: the one that a launch would begin, or how a renewal would change it.
 *
 * @public
 */
export const leasePreviewSchema = z.object({
  policy: z.string(),
  /** When it would end if the order succeeded now. */
  endsAt: timestampSchema,
  onExpiry: leaseExpirySchema,
  /** From when on its people are told of the end. */
  warnedFrom: timestampSchema,
  /** How often it was renewed, this order included. */
  renewals: z.number().int(),
  maxRenewals: z.number().int().optional(),
  approvalAbove: z.number().int().optional(),
});

/**
 * Body of `POST /provisioned-products/:target/:id/hold`: its lease does not end before it is released.
 *
 * @public
 */
export const holdLeaseRequestSchema = z.object({
  /** For its owner. */
  reason: textSchema.min(1).max(1000),
  /** Default: until it is released. */
  until: timestampSchema.optional(),
});

/** @public */
export type LeaseExpiry = z.infer<typeof leaseExpirySchema>;
/** @public */
export type LeaseState = z.infer<typeof leaseStateSchema>;
/** @public */
export type LeaseProblem = z.infer<typeof leaseProblemSchema>;
/** @public */
export type Lease = z.infer<typeof leaseSchema>;
/** @public */
export type LeaseEvent = z.infer<typeof leaseEventSchema>;
/** @public */
export type LeaseDetail = z.infer<typeof leaseDetailSchema>;
/** @public */
export type LeasePreview = z.infer<typeof leasePreviewSchema>;
/** @public */
export type HoldLeaseRequest = z.infer<typeof holdLeaseRequestSchema>;
