import { z } from 'zod';
import {
  awsIdSchema,
  entityRefSchema,
  targetNameSchema,
  timestampSchema,
} from './shared';

/**
 * What became of asking AWS about one provisioned product. `read`: our copy is as AWS says now. `recent`: somebody asked moments
 * ago, so AWS was not asked again. `not-shown`: AWS does not show it any more; the next complete syncs decide whether it is gone.
 * `failed`: AWS did not answer, and the copy is as it was.
 *
 * @public
 */
export const refreshedProvisionedProductSchema = z.object({
  target: targetNameSchema,
  id: awsIdSchema,
  name: z.string(),
  state: z.enum(['read', 'recent', 'not-shown', 'failed']),
  /** When AWS was last asked about it. */
  askedAt: timestampSchema,
});

/**
 * Body of `POST /provisioned-products/refresh`: exactly one of both.
 *
 * @public
 */
export const refreshProvisionedProductsRequestSchema = z
  .object({
    /** What this entity has, as in a list. */
    entityRef: entityRefSchema.optional(),
    /** What was launched from this product of a target. */
    product: z.object({ target: targetNameSchema, id: awsIdSchema }).optional(),
  })
  .refine(
    ({ entityRef, product }) =>
      (entityRef === undefined) !== (product === undefined),
    { path: ['entityRef'], message: 'Give either an entity or a product' },
  );

/**
 * Answer of `POST /provisioned-products/refresh`.
 *
 * @public
 */
export const refreshProvisionedProductsResponseSchema = z.object({
  items: z.array(refreshedProvisionedProductSchema),
  /** How many more there are that AWS was not asked about: too many at once. Ask again in a minute, or wait for the next sync. */
  remaining: z.number().int(),
});

/** @public */
export type RefreshedProvisionedProduct = z.infer<
  typeof refreshedProvisionedProductSchema
>;
/** @public */
export type RefreshProvisionedProductsRequest = z.infer<
  typeof refreshProvisionedProductsRequestSchema
>;
/** @public */
export type RefreshProvisionedProductsResponse = z.infer<
  typeof refreshProvisionedProductsResponseSchema
>;
