import { z } from 'zod';
import {
  awsIdSchema,
  entityRefSchema,
  pageQuerySchema,
  targetNameSchema,
  textSchema,
} from './shared';

/**
 * A tag that is not in AWS what it should be. It is shown and changes nothing: who owns something is decided by our database.
 *
 * @public
 */
export const tagDriftSchema = z.object({
  key: z.string(),
  /** `stamped`: the portal puts it on what it launches. `tag-option`: the product's TagOptions, as they were last read, name its values. */
  because: z.enum(['stamped', 'tag-option']),
  /** The values that would be right; none: there should be no such tag. */
  expected: z.array(z.string()),
  /** Absent: there is no such tag. */
  actual: z.string().optional(),
});

/**
 * Body of `POST /provisioned-products/:target/:id/adopt`.
 *
 * @public
 */
export const adoptRequestSchema = z.object({
  /** The group or user that will own it. */
  owner: entityRefSchema,
  /** An entity of that owner's; absent: the one that its tag names, if that is one of the owner's. Otherwise the tag is drift. */
  entityRef: entityRefSchema.optional(),
});

/**
 * Body of `POST /provisioned-products/:target/:id/hand-over` and `POST /owners/hand-over`.
 *
 * @public
 */
export const handOverRequestSchema = z.object({
  /** Who owns it now, so that two people do not hand over the same thing unknowingly. */
  from: entityRefSchema,
  to: entityRefSchema,
});

/**
 * Answer of `POST /owners/hand-over`.
 *
 * @public
 */
export const handOverResponseSchema = z.object({
  /** How many provisioned products have the new owner now. */
  moved: z.number().int(),
  /** How many were left with the old one. */
  left: z.number().int(),
  /** Which ones were left and why; the first 100. */
  skipped: z.array(
    z.object({
      target: targetNameSchema,
      id: awsIdSchema,
      name: z.string(),
      reason: z.string(),
    }),
  ),
});

/**
 * Query of `GET /owners`.
 *
 * @public
 */
export const listOwnersQuerySchema = pageQuerySchema.extend({
  /** Only those whom the catalog does not have any more, for example because a group was renamed. */
  orphaned: z.boolean().optional(),
  /** Words that all occur in the owner's reference, case ignored. */
  search: textSchema.max(200).optional(),
});

/**
 * What an owner has in all targets.
 *
 * @public
 */
export const ownerSummarySchema = z.object({
  owner: entityRefSchema,
  /** Whether the catalog does not have the owner any more. */
  orphaned: z.boolean(),
  provisionedProducts: z.number().int(),
  targets: z.array(
    z.object({
      target: targetNameSchema,
      provisionedProducts: z.number().int(),
      /** Whether the target serves the owner; if not, the owner does not see what it has there. */
      served: z.boolean(),
    }),
  ),
});

/**
 * Answer of `GET /owners`, by owner.
 *
 * @public
 */
export const listOwnersResponseSchema = z.object({
  items: z.array(ownerSummarySchema),
  /** How many owners there are on all pages. */
  totalItems: z.number().int(),
  nextCursor: z.string().optional(),
  /** How many provisioned products nobody owns. */
  unowned: z.number().int(),
});

/** @public */
export type TagDrift = z.infer<typeof tagDriftSchema>;
/** @public */
export type AdoptRequest = z.infer<typeof adoptRequestSchema>;
/** @public */
export type HandOverRequest = z.infer<typeof handOverRequestSchema>;
/** @public */
export type HandOverResponse = z.infer<typeof handOverResponseSchema>;
/** @public */
export type ListOwnersQuery = z.infer<typeof listOwnersQuerySchema>;
/** @public */
export type OwnerSummary = z.infer<typeof ownerSummarySchema>;
/** @public */
export type ListOwnersResponse = z.infer<typeof listOwnersResponseSchema>;
