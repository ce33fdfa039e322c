import { z } from 'zod';
import {
  approvalTimeoutSchema,
  orderKindSchema,
} from 'backstage-plugin-aws-service-catalog-common';
import { durationMs, entityRef } from '../configValues';
import { leaseConfigSchema } from './leaseConfig';
import { policyScope, valuesByKey } from './scopeConfig';

const DAY_MS = 24 * 60 * 60_000;

const policyMatch = z.strictObject({
  ...policyScope,
  /** Default: provision, update and import. */
  kinds: z.array(orderKindSchema).min(1, 'must not be empty').optional(),
  /** Parameter key to the values of which one has to be in effect. */
  parameters: valuesByKey,
  /** Key of a tag that is stamped, to its values. */
  tags: valuesByKey,
  /** Expected cost per month. */
  estimate: z
    .strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code such as USD'),
      above: z.number().nonnegative().optional(),
      below: z.number().positive().optional(),
    })
    .refine(
      ({ above, below }) => above !== undefined || below !== undefined,
      'must say above or below',
    )
    .optional(),
});

const approvalFields = {
  auto: z.boolean().default(false),
  approvers: z.array(entityRef).default([]),
  provider: z.string().min(1).optional(),
  quorum: z.number().int().min(1).default(1),
  timeout: durationMs.prefault({ milliseconds: DAY_MS }),
  onTimeout: approvalTimeoutSchema.default('expire'),
};

type ApprovalFields = {
  auto: boolean;
  approvers: string[];
  provider?: string;
  quorum: number;
};

function checkApproval(
  { auto, approvers, provider, quorum }: ApprovalFields,
  context: z.RefinementCtx,
): void {
  const ways = [auto, approvers.length > 0, provider !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    context.addIssue({
      code: 'custom',
      message: 'must have one of auto: true, approvers, and provider',
    });
  }
  if (provider !== undefined && quorum !== 1) {
    context.addIssue({
      code: 'custom',
      path: ['quorum'],
      message: 'must be left out: the provider decides alone',
    });
  }
}

const approvalPolicy = z
  .strictObject({
    name: z.string().min(1).max(100),
    match: policyMatch.default({}),
    ...approvalFields,
  })
  .superRefine(checkApproval);

const quota = z.strictObject({
  name: z.string().min(1).max(100),
  match: z.strictObject(policyScope).default({}),
  /** How many provisioned products each owner may have of all that match. */
  limit: z.number().int().min(0),
});

const estimate = z.strictObject({
  match: z.strictObject(policyScope).default({}),
  /** What a provisioned product is declared to cost per month. */
  monthly: z.number().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code such as USD'),
});

/** The keys `approval`, `quotas`, `estimates` and `leases` of the configuration. */
export const policyConfigSchema = {
  approval: z.strictObject({
    policies: z.array(approvalPolicy).default([]),
    default: z.strictObject(approvalFields).superRefine(checkApproval),
  }),
  quotas: z.array(quota).default([]),
  estimates: z.array(estimate).default([]),
  leases: leaseConfigSchema,
};

/** What an approval policy, or the default, asks for. Times are in milliseconds. */
export type ApprovalRuleConfig = z.output<
  typeof policyConfigSchema.approval
>['default'];

/** An approval policy: the first one whose `match` fits decides. */
export type ApprovalPolicyConfig = z.output<
  typeof policyConfigSchema.approval
>['policies'][number];

/** A quota: the first one whose `match` fits counts. */
export type QuotaConfig = z.output<typeof policyConfigSchema.quotas>[number];

/** A declared cost: the first one whose `match` fits holds. */
export type EstimateConfig = z.output<
  typeof policyConfigSchema.estimates
>[number];

/** Approval policies in their order, and what holds where none fits. */
export type ApprovalConfig = z.output<typeof policyConfigSchema.approval>;
