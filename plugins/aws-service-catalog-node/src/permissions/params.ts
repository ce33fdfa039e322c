import { z } from 'zod';

/** Parameters of the rules about people. */
export const claimsParamsSchema = z.object({
  claims: z
    .array(z.string())
    .describe(
      'Full entity references of which at least one must match; usually the ownershipEntityRefs of the caller',
    ),
});

/** Parameters of OF_PRODUCT. */
export const productsParamsSchema = z.object({
  products: z.array(z.string()).describe('Product ids or names'),
});

/** Parameters of IN_TARGET. */
export const targetsParamsSchema = z.object({
  targets: z.array(z.string()).describe('Names of targets'),
});

/** Whether one of the products is meant by its id or its name. */
export function isOneOfProducts(
  resource: { productId: string; productName: string },
  products: string[],
): boolean {
  return (
    products.includes(resource.productId) ||
    products.includes(resource.productName)
  );
}
