import { z } from 'zod';
import {
  approvalTermsSchema,
  costEstimateSchema,
  quotaUseSchema,
} from './approvals';
import { leasePreviewSchema } from './leases';
import {
  entityRefSchema,
  tagSchema,
  targetNameSchema,
  timestampSchema,
} from './shared';

/**
 * One thing that an update changes.
 *
 * @public
 */
export const orderChangeSchema = z.object({
  /** `version`, or the key of a parameter or tag. */
  key: z.string(),
  kind: z.enum(['version', 'parameter', 'tag']),
  /** Absent: secret, or unknown because AWS does not tell. */
  from: z.string().optional(),
  /** Absent: secret, or dropped because the new version does not have it. */
  to: z.string().optional(),
  secret: z.boolean(),
});

/**
 * A parameter that an update leaves as it is.
 *
 * @public
 */
export const unchangedParameterSchema = z.object({
  key: z.string(),
  /** Absent: secret, or unknown because AWS does not tell. */
  value: z.string().optional(),
  secret: z.boolean(),
});

/**
 * What an order would do, answered by `POST /orders/preview`. Secret parameters may be left out of the request.
 *
 * @public
 */
export const orderPreviewSchema = z.object({
  /** Whether `POST /orders` would take it as it is, secrets aside. */
  acceptable: z.boolean(),
  /** What is wrong, by field; empty when acceptable. */
  problems: z.array(z.object({ field: z.string(), message: z.string() })),
  /** What AWS is known not to do although the order asks for it, one sentence each. Absent: nothing. */
  warnings: z.array(z.string()).optional(),
  target: z.object({
    name: targetNameSchema,
    accountId: z.string(),
    region: z.string(),
  }),
  owner: entityRefSchema.optional(),
  tags: z.array(tagSchema),
  launchRole: z.string().optional(),
  /** What the order would have to wait for, and until when. Absent: it needs no approval. */
  approval: approvalTermsSchema.extend({ dueAt: timestampSchema }).optional(),
  /** The quota that would be used. Absent: none applies. */
  quota: quotaUseSchema.optional(),
  /** Absent: unknown. */
  estimate: costEstimateSchema.optional(),
  /** Present when the result would have a lease, or a renewal changes it. */
  lease: leasePreviewSchema.optional(),
  /** For updates: what would be different; empty: nothing would. */
  changes: z.array(orderChangeSchema).optional(),
  /** For updates: the parameters that would stay as they are. */
  unchanged: z.array(unchangedParameterSchema).optional(),
});

/** @public */
export type OrderChange = z.infer<typeof orderChangeSchema>;
/** @public */
export type UnchangedParameter = z.infer<typeof unchangedParameterSchema>;
/** @public */
export type OrderPreview = z.infer<typeof orderPreviewSchema>;
