import { z } from 'zod';
import { updateOrderRequestSchema } from './orderRequests';
import { awsIdSchema, targetNameSchema, timestampSchema } from './shared';

/**
 * Whether AWS makes a resource anew when it changes it; what was in the old one is lost with it.
 *
 * Source: AWS Service Catalog `ResourceChange.Replacement`.
 *
 * @public
 */
export const replacementSchema = z.enum(['TRUE', 'CONDITIONAL', 'FALSE']);

/**
 * What an update would do to one resource.
 *
 * Source: AWS Service Catalog `ResourceChange`.
 *
 * @public
 */
export const plannedChangeSchema = z.object({
  action: z.enum(['ADD', 'MODIFY', 'REMOVE']),
  logicalId: z.string(),
  physicalId: z.string().optional(),
  /** For example `AWS::S3::Bucket`. */
  type: z.string(),
  /** Only for `MODIFY`. `CONDITIONAL`: AWS knows only when it does it. */
  replacement: replacementSchema.optional(),
  /** What of it changes, for example `PROPERTIES`. */
  scope: z.array(z.string()),
  details: z.array(
    z.object({
      /** For example `PROPERTIES`. */
      attribute: z.string(),
      /** The property. */
      name: z.string().optional(),
      /** `NEVER`, `CONDITIONALLY` or `ALWAYS`. */
      requiresRecreation: z.string().optional(),
      /** The parameter or resource that makes it change. */
      causedBy: z.string().optional(),
    }),
  ),
});

/**
 * A resource that an update makes anew.
 *
 * @public
 */
export const plannedReplacementSchema = plannedChangeSchema
  .pick({ logicalId: true, physicalId: true, type: true })
  .extend({ replacement: replacementSchema.exclude(['FALSE']) });

/**
 * Body of `POST /provisioned-products/:target/:id/plan`: what the update would be ordered with. Secrets are used for the plan and
 * stored nowhere.
 *
 * @public
 */
export const planRequestSchema = updateOrderRequestSchema.pick({
  versionId: true,
  pathId: true,
  parameters: true,
  writeTags: true,
});

/**
 * A preview of an update, made by AWS: the answer of `POST /provisioned-products/:target/:id/plan` and of `GET …/plan/:planId`.
 *
 * @public
 */
export const planSchema = z.object({
  id: z.uuid(),
  target: targetNameSchema,
  provisionedProductId: awsIdSchema,
  version: z.object({ id: awsIdSchema, name: z.string() }),
  /**
   * `running`: AWS is at it. `ready`: these are the changes. `no-changes`: the update would change nothing. `failed`: AWS could
   * not tell, which `message` explains; the update would most likely fail as well.
   */
  state: z.enum(['running', 'ready', 'no-changes', 'failed']),
  /** Replacements first, then removals. Empty unless `ready`. */
  changes: z.array(plannedChangeSchema),
  message: z.string().optional(),
  createdAt: timestampSchema,
});

/** @public */
export type Replacement = z.infer<typeof replacementSchema>;
/** @public */
export type PlannedChange = z.infer<typeof plannedChangeSchema>;
/** @public */
export type PlannedReplacement = z.infer<typeof plannedReplacementSchema>;
/** @public */
export type PlanRequest = z.infer<typeof planRequestSchema>;
/** @public */
export type Plan = z.infer<typeof planSchema>;
