import { z } from 'zod';
import {
  awsIdSchema,
  entityRefSchema,
  targetNameSchema,
  timestampSchema,
} from './shared';

/**
 * A month of the calendar in UTC, such as `2026-11`.
 *
 * @public
 */
export const monthSchema = z.string().regex(/^\d{4}-\d{2}$/);

/**
 * What something costs, in one currency. Amounts are AWS's, whose data may be a day old.
 *
 * @public
 */
export const costFiguresSchema = z.object({
  /** As AWS says, for example USD. */
  currency: z.string(),
  /** From the first day of this month to today. */
  monthToDate: z.number(),
  lastMonth: z.number(),
  /**
   * What this month will have cost at its end if it goes on as so far: the portal's own extrapolation. Absent: nothing has run for long
   * enough to tell.
   */
  forecast: z.number().optional(),
});

/**
 * What one provisioned product costs, as its pages show it.
 *
 * @public
 */
export const provisionedProductCostSchema = costFiguresSchema.extend({
  /** When AWS said so. */
  asOf: timestampSchema,
});

/**
 * What costs are added up by.
 *
 * @public
 */
export const costGroupingSchema = z.enum([
  'product',
  'owner',
  'entity',
  'target',
  'provisionedProduct',
]);

/**
 * Query of `GET /costs`.
 *
 * @public
 */
export const listCostsQuerySchema = z.object({
  /** Default: product. */
  groupBy: costGroupingSchema.optional(),
  owner: entityRefSchema.optional(),
  /** What this entity has, or had: ordered for it or tagged for it; for a group or user: all it owns, or owned. */
  entityRef: entityRefSchema.optional(),
  target: targetNameSchema.optional(),
  product: awsIdSchema.optional(),
  /** How many months, this one included. Default: 13. */
  months: z.number().int().min(1).max(13).optional(),
});

/**
 * What things that belong together cost. With several currencies there is a group for each of them: they are never added up.
 *
 * @public
 */
export const costGroupSchema = costFiguresSchema.extend({
  /**
   * What belongs together: an entity reference, a target, the id of a product, or `<target>/<id>` of a provisioned product. Absent:
   * what has no such thing, for example no owner.
   */
  key: z.string().optional(),
  /** What to call it; the name a product had last. */
  name: z.string().optional(),
  /** The amount of each month of the answer's `months`, in their order. */
  trend: z.array(z.number()),
  /** How many provisioned products these are, those that are terminated included. */
  provisionedProducts: z.number().int(),
});

/**
 * Where costs come from, for operators: an account that pays for targets.
 *
 * @public
 */
export const costPayerSchema = z.object({
  accountId: z.string(),
  /** When its costs were last read completely; absent before the first time. */
  asOf: timestampSchema.optional(),
  /** Whether the cost allocation tag is missing in its data; absent while nothing was read. */
  notActivated: z.boolean().optional(),
  /** Why the last read failed; absent when it did not. */
  error: z.string().optional(),
  /** How often Cost Explorer was called this month: every page is one call. */
  callsThisMonth: z.number().int(),
});

/**
 * Answer of `GET /costs`.
 *
 * @public
 */
export const listCostsResponseSchema = z.object({
  groupBy: costGroupingSchema,
  /**
   * - `ok`
   * - `not-configured`: the portal is not told which accounts pay
   * - `pending`: costs have not been read yet
   * - `not-activated`: AWS does not know costs by provisioned product, because the cost allocation tag is not active
   * - `failed`: the last read failed; what is shown is older
   */
  status: z.enum([
    'ok',
    'not-configured',
    'pending',
    'not-activated',
    'failed',
  ]),
  /** What the status means, in a sentence; absent when it is `ok`. */
  message: z.string().optional(),
  /** When the oldest of the figures were read; absent when there are none. */
  asOf: timestampSchema.optional(),
  /** The months of the trends, oldest first; the last one is this month. */
  months: z.array(monthSchema),
  /** Dearest first, by this month and the last. */
  groups: z.array(costGroupSchema),
  /** How many groups more there are, each cheaper than all of these; they are part of the totals. */
  omittedGroups: z.number().int(),
  /** Of all groups, by currency. */
  totals: z.array(costGroupSchema.omit({ key: true, name: true })),
  /** Only for operators. */
  payers: z.array(costPayerSchema).optional(),
  /** Only for operators: what reading the costs costs this month, in US dollars. */
  priceOfCalls: z.number().optional(),
});

/** @public */
export type CostFigures = z.infer<typeof costFiguresSchema>;
/** @public */
export type ProvisionedProductCost = z.infer<
  typeof provisionedProductCostSchema
>;
/** @public */
export type CostGrouping = z.infer<typeof costGroupingSchema>;
/** @public */
export type ListCostsQuery = z.infer<typeof listCostsQuerySchema>;
/** @public */
export type CostGroup = z.infer<typeof costGroupSchema>;
/** @public */
export type CostPayer = z.infer<typeof costPayerSchema>;
/** @public */
export type ListCostsResponse = z.infer<typeof listCostsResponseSchema>;
