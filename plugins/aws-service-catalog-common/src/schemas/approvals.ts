import { z } from 'zod';
import { entityRefSchema, textSchema, timestampSchema } from './shared';

/**
 * What happens to an order that nobody has decided in time.
 *
 * @public
 */
export const approvalTimeoutSchema = z.enum(['expire', 'reject', 'approve']);

/**
 * What a policy asks for before an order may go to AWS. Frozen into the order when it is placed.
 *
 * @public
 */
export const approvalTermsSchema = z.object({
  /** The name of the policy that asks for it. */
  policy: z.string(),
  /** The groups and users of whom any member may decide. Empty when another system decides. */
  approvers: z.array(entityRefSchema),
  /** The id of the approval provider that decides instead of people in the portal. */
  provider: z.string().optional(),
  /** How many people have to agree. One rejection is enough to reject. */
  quorum: z.number().int().min(1),
  onTimeout: approvalTimeoutSchema,
});

/**
 * One decision about an order.
 *
 * @public
 */
export const approvalDecisionSchema = z.object({
  /** Who decided: a user, or whom the approval provider names. */
  by: z.string(),
  decision: z.enum(['approved', 'rejected']),
  /** Required for a rejection. */
  reason: z.string().optional(),
  at: timestampSchema,
});

/**
 * How far the approval of an order has come.
 *
 * @public
 */
export const approvalSchema = approvalTermsSchema.extend({
  /** When it has to be decided. */
  dueAt: timestampSchema,
  /** Those made on the order as it is now, oldest first. */
  decisions: z.array(approvalDecisionSchema),
});

/**
 * How many provisioned products an owner may have, and has, by the quota that applies.
 *
 * @public
 */
export const quotaUseSchema = z.object({
  /** The name of the quota in the portal's configuration. */
  name: z.string(),
  limit: z.number().int(),
  /** Provisioned products in any status, and launches under way; the order in question is not among them. */
  used: z.number().int(),
});

/**
 * What something is expected to cost.
 *
 * @public
 */
export const costEstimateSchema = z.object({
  /** Per month; of what is measured, the median. */
  monthly: z.number(),
  /** ISO 4217, such as USD. */
  currency: z.string(),
  /**
   * `measured`: what existing ones of the product cost; `declared`: what the people who run the portal say. Absent in orders from
   * before there was a difference.
   */
  source: z.enum(['measured', 'declared']).optional(),
  /** Of what is measured: between these the middle half of them lies. */
  range: z.object({ low: z.number(), high: z.number() }).optional(),
  /** Of what is measured: how many existing ones, at least five, and whether they are all of the same version. */
  basis: z
    .object({ count: z.number().int(), sameVersion: z.boolean() })
    .optional(),
});

/**
 * Body of `POST /orders/:id/approve`.
 *
 * @public
 */
export const approveOrderRequestSchema = z.object({
  /** The digest of the order that the decision was made on. */
  digest: textSchema,
  reason: textSchema.max(1000).optional(),
});

/**
 * Body of `POST /orders/:id/reject`.
 *
 * @public
 */
export const rejectOrderRequestSchema = z.object({
  digest: textSchema,
  /** For the requester. */
  reason: textSchema.min(1).max(1000),
});

/** @public */
export type ApprovalTimeout = z.infer<typeof approvalTimeoutSchema>;
/** @public */
export type ApprovalTerms = z.infer<typeof approvalTermsSchema>;
/** @public */
export type ApprovalDecision = z.infer<typeof approvalDecisionSchema>;
/** @public */
export type Approval = z.infer<typeof approvalSchema>;
/** @public */
export type QuotaUse = z.infer<typeof quotaUseSchema>;
/** @public */
export type CostEstimate = z.infer<typeof costEstimateSchema>;
/** @public */
export type ApproveOrderRequest = z.infer<typeof approveOrderRequestSchema>;
/** @public */
export type RejectOrderRequest = z.infer<typeof rejectOrderRequestSchema>;
