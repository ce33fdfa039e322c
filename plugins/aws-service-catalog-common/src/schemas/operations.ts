import { z } from 'zod';
import { targetStatusSchema, timestampSchema } from './shared';

/**
 * Answer of `GET /targets`: the targets that serve the caller.
 *
 * @public
 */
export const listTargetsResponseSchema = z.object({
  items: z.array(targetStatusSchema),
  /** Whether the caller is one of the people who run the portal. */
  operator: z.boolean(),
});

/**
 * Answer of `POST /secrets/re-encrypt`.
 *
 * @public
 */
export const reencryptSecretsResponseSchema = z.object({
  /** The id of the key that everything is encrypted with now. */
  keyId: z.string(),
  /** How many values were encrypted with another key before. */
  reencrypted: z.number().int(),
});

/** @public */
export type ReencryptSecretsResponse = z.infer<
  typeof reencryptSecretsResponseSchema
>;

/**
 * Answer of `GET /health`, without names of accounts or targets: it is open to uptime monitors.
 *
 * @public
 */
export const healthResponseSchema = z.object({
  /**
   * `degraded`: something is wrong that may pass by itself. `failed`, answered with 503: somebody has to do something.
   */
  status: z.enum(['ok', 'degraded', 'failed']),
  database: z.enum(['ok', 'failed']),
  /**
   * How the copies of the targets are, the worst of them: the last sync failed; none has succeeded for longer than it should
   * take; or the first has not ended yet.
   */
  targets: z.enum(['ok', 'pending', 'stale', 'failed']),
  /** When the oldest copy was read; absent until every target has been synced completely. */
  syncedAt: timestampSchema.optional(),
  /** How many targets are left alone for a while, because AWS throttles or does not answer. Absent: not known. */
  pausedTargets: z.number().int().optional(),
  /** For how long the oldest due order has not been looked at, and whether that is too long. Absent: not known. */
  orders: z
    .object({ status: z.enum(['ok', 'late']), lagSeconds: z.number().int() })
    .optional(),
  /**
   * How old the oldest event is that nobody could be told of yet, whether that is too old, and how many events were given up.
   * Absent: not known.
   */
  outbox: z
    .object({
      status: z.enum(['ok', 'late']),
      lagSeconds: z.number().int(),
      setAside: z.number().int(),
    })
    .optional(),
  /** For how long the oldest due lease has not been looked at, and whether that is too long. Absent: not known. */
  leases: z
    .object({ status: z.enum(['ok', 'late']), lagSeconds: z.number().int() })
    .optional(),
});

/** @public */
export type ListTargetsResponse = z.infer<typeof listTargetsResponseSchema>;
/** @public */
export type HealthResponse = z.infer<typeof healthResponseSchema>;
