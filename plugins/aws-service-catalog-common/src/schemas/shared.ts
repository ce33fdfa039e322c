import { z } from 'zod';

/**
 * Free text in a request: everything but what databases cannot store, and AWS does not take either.
 *
 * @public
 */
export const textSchema = z
  .string()
  .refine(
    value => !value.includes('\0') && !/\p{Surrogate}/u.test(value),
    'It must contain neither NUL characters nor halves of surrogate pairs',
  );

/**
 * The name of a target: one AWS account and Region that the portal works in.
 *
 * @public
 */
export const targetNameSchema = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9][a-z0-9-]*$/);

/**
 * A full entity reference such as `component:default/payments-api`. In a request it may be written in any letter case, as
 * everywhere in Backstage; parsed, and in every answer, it is lower-case.
 *
 * @public
 */
export const entityRefSchema = z
  .string()
  .max(256)
  .regex(
    /^[a-zA-Z0-9.+-]+:[a-zA-Z0-9._-]+\/[a-zA-Z0-9._-]+$/,
    'An entity reference has the form kind:namespace/name, such as component:default/payments-api',
  )
  .toLowerCase();

/**
 * An instant, ISO 8601 in UTC.
 *
 * @public
 */
export const timestampSchema = z.string().min(20).max(30);

/**
 * An id that AWS gave, such as `prod-abcd1234efgh5`.
 *
 * @public
 */
export const awsIdSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-zA-Z0-9_-]*$/);

/**
 * A tag as AWS knows it.
 *
 * @public
 */
export const tagSchema = z.object({
  key: textSchema.min(1).max(128),
  value: textSchema.max(256),
});

/**
 * What every list takes: a page size and where to go on.
 *
 * @public
 */
export const pageQuerySchema = z.object({
  limit: z.number().int().min(1).max(100).optional(),
  cursor: textSchema.min(1).max(1000).optional(),
});

/**
 * A target as the caller may see it, and how fresh our copy of it is.
 *
 * @public
 */
export const targetStatusSchema = z.object({
  name: targetNameSchema,
  accountId: z.string(),
  region: z.string(),
  /** When the last complete sync ended; absent before the first one. */
  syncedAt: timestampSchema.optional(),
  /** Why the last sync failed, or that none has succeeded for too long, in words a developer may read; absent when all is well. */
  syncError: z.string().optional(),
  /**
   * Only for operators, and only while orders of the target are left alone because AWS throttles or does not answer: until then
   * nothing is sent for them, afterwards one of them tries whether AWS answers again.
   */
  pause: z
    .object({
      until: timestampSchema,
      because: z.enum(['throttled', 'unavailable']),
      /** How often in a row it was left alone, at least once. */
      failures: z.number().int(),
    })
    .optional(),
});

/**
 * Whether the caller may do something now, and why not.
 *
 * @public
 */
export const allowedActionSchema = z.object({
  allowed: z.boolean(),
  reason: z.string().optional(),
});

/** @public */
export type AllowedAction = z.infer<typeof allowedActionSchema>;
/** @public */
export type Tag = z.infer<typeof tagSchema>;
/** @public */
export type TargetStatus = z.infer<typeof targetStatusSchema>;
/** @public */
export type PageQuery = z.infer<typeof pageQuerySchema>;
