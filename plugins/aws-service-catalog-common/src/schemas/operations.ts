import { z } from 'zod';
import { targetStatusSchema, timestampSchema } from './shared';

/**
 * Answer of `GET /targets`: the targets that serve the caller.
 *
 * @public
 */
export const listTargetsResponseSchema = z.object({
  items: z.array(targetStatusSchema),
});

/**
 * Answer of `GET /health`, without names of accounts or targets: it is open to uptime monitors.
 *
 * @public
 */
export const healthResponseSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  database: z.enum(['ok', 'failed']),
  /**
   * How the copies of the targets are, the worst of them: the last sync failed; none has succeeded for longer than it should
   * take; or the first has not ended yet.
   */
  targets: z.enum(['ok', 'pending', 'stale', 'failed']),
  /** When the oldest copy was read; absent until every target has been synced completely. */
  syncedAt: timestampSchema.optional(),
});

/** @public */
export type ListTargetsResponse = z.infer<typeof listTargetsResponseSchema>;
/** @public */
export type HealthResponse = z.infer<typeof healthResponseSchema>;
