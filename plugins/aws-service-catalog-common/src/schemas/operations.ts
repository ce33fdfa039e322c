import { z } from 'zod';
import { targetStatusSchema } from './shared';

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
  /** Whether every target has been synced completely at least once and its last sync succeeded. */
  targets: z.enum(['ok', 'pending', 'failed']),
});

/** @public */
export type ListTargetsResponse = z.infer<typeof listTargetsResponseSchema>;
/** @public */
export type HealthResponse = z.infer<typeof healthResponseSchema>;
