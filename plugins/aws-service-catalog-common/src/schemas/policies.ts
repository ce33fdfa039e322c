import { z } from 'zod';
import { approvalTimeoutSchema } from './approvals';
import { leaseExpirySchema } from './leases';
import { orderKindSchema } from './orderRequests';
import { entityRefSchema, timestampSchema } from './shared';

const names = z.array(z.string()).optional();
const valuesByKey = z.record(z.string(), z.array(z.string())).optional();

/**
 * What a policy is about: each key that is given has to fit, and of its values one. Without any it is about everything.
 *
 * @public
 */
export const policyMatchSchema = z.object({
  /** Only approval policies name them; absent there: launches, updates and imports. */
  kinds: z.array(orderKindSchema).optional(),
  /** Names or ids. */
  products: names,
  /** Names. */
  portfolios: names,
  targets: names,
  owners: z.array(entityRefSchema).optional(),
  /** Values in effect, by parameter key. */
  parameters: valuesByKey,
  /** Values, by tag key. */
  tags: valuesByKey,
  /** Expected cost per month; the limits themselves do not fit. */
  estimate: z
    .object({
      currency: z.string(),
      above: z.number().optional(),
      below: z.number().optional(),
    })
    .optional(),
});

/**
 * What an approval policy asks for: nothing, people, or another system.
 *
 * @public
 */
export const policyApprovalSchema = z.object({
  /** Nobody has to approve. */
  auto: z.boolean(),
  approvers: z.array(entityRefSchema),
  /** Id of the approval system that decides. */
  provider: z.string().optional(),
  quorum: z.number().int(),
  /** How long the decision may take. */
  timeoutSeconds: z.number(),
  onTimeout: approvalTimeoutSchema,
});

const readPolicySchema = z.object({
  name: z.string(),
  match: policyMatchSchema,
  /** What it names that does not exist, as the product doctor found the last time; then it may have no effect. */
  problems: z.array(z.string()),
});

/**
 * An approval policy of the configuration.
 *
 * @public
 */
export const approvalPolicySchema = readPolicySchema.extend(
  policyApprovalSchema.shape,
);

/**
 * A quota of the configuration.
 *
 * @public
 */
export const quotaPolicySchema = readPolicySchema.extend({
  /** How many provisioned products each owner may have of all that fit. */
  limit: z.number().int(),
});

/**
 * A lease policy of the configuration.
 *
 * @public
 */
export const leasePolicySchema = readPolicySchema.extend({
  lifetimeSeconds: z.number(),
  /** How long before the end its people are warned, at the least. */
  warnSeconds: z.number(),
  renewal: z.object({
    /** How long it lives on from a renewal. */
    periodSeconds: z.number(),
    /** Absent: again and again. */
    max: z.number().int().optional(),
    /** How many need no approval; absent: all. */
    approvalAbove: z.number().int().optional(),
    /** Who approves the others. */
    approvers: z.array(entityRefSchema),
  }),
  /** How long after the end nothing happens yet. */
  graceSeconds: z.number(),
  onExpiry: leaseExpirySchema,
});

/**
 * Answer of `GET /policies`: what the backend has read from its configuration, in its order: the first one that fits holds.
 *
 * @public
 */
export const listPoliciesResponseSchema = z.object({
  /** Whether a module is asked for approval rules first; the policies hold where it has none. */
  asksModule: z.boolean(),
  approvals: z.array(approvalPolicySchema),
  /** What holds where no approval policy fits. */
  defaultApproval: policyApprovalSchema,
  quotas: z.array(quotaPolicySchema),
  leases: z.array(leasePolicySchema),
  /** When the doctor last looked whether they name what exists; absent before the first time. */
  examinedAt: timestampSchema.optional(),
});

/** @public */
export type PolicyMatch = z.infer<typeof policyMatchSchema>;
/** @public */
export type PolicyApproval = z.infer<typeof policyApprovalSchema>;
/** @public */
export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;
/** @public */
export type QuotaPolicy = z.infer<typeof quotaPolicySchema>;
/** @public */
export type LeasePolicy = z.infer<typeof leasePolicySchema>;
/** @public */
export type ListPoliciesResponse = z.infer<typeof listPoliciesResponseSchema>;
