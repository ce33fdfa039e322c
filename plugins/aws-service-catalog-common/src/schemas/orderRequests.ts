import { z } from 'zod';
import {
  awsIdSchema,
  entityRefSchema,
  tagSchema,
  targetNameSchema,
  textSchema,
  timestampSchema,
} from './shared';

/**
 * What an order asks for.
 *
 * @public
 */
export const orderKindSchema = z.enum([
  'provision',
  'update',
  'terminate',
  'renew',
  'service-action',
  'import',
  'repair',
]);

/**
 * The name of a provisioned product, as AWS `ProvisionedProductName` allows it.
 *
 * @public
 */
export const provisionedProductNameSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/,
    'A name has letters, digits, dots, dashes and underscores, and begins with a letter or digit',
  );

/**
 * Values by parameter key, as AWS bounds them.
 *
 * @public
 */
export const parameterValuesSchema = z.record(
  textSchema.min(1).max(1000),
  textSchema.max(4096),
);

/**
 * A caller's own token against repetition.
 *
 * @public
 */
export const requestTokenSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.:-]*$/);

/**
 * The body of `POST /orders` that launches a product.
 *
 * @public
 */
export const provisionOrderRequestSchema = z.object({
  kind: z.literal('provision'),
  /** The same token by the same requester returns the same order, so that a caller may safely repeat itself. */
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  productId: awsIdSchema,
  /** Default: the newest version that is not deprecated. */
  versionId: awsIdSchema.optional(),
  /** Required when the product has more than one launch path. */
  pathId: awsIdSchema.optional(),
  name: provisionedProductNameSchema,
  parameters: parameterValuesSchema,
  /** Tags of the caller's own; a tag that the portal stamps is refused. */
  tags: z.array(tagSchema).max(50).optional(),
  /** The entity to order for: its owner becomes the owner of the result. */
  entityRef: entityRefSchema.optional(),
  /** Without an entity: which of the caller's teams owns the result; default: the only one. */
  owner: entityRefSchema.optional(),
});

/**
 * The body of `POST /orders` that changes version or parameters of a provisioned product. A parameter that is left out
 * keeps its value.
 *
 * @public
 */
export const updateOrderRequestSchema = z.object({
  kind: z.literal('update'),
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  provisionedProductId: awsIdSchema,
  /** Default: the version it runs. */
  versionId: awsIdSchema.optional(),
  /** Required when the product has more than one launch path. */
  pathId: awsIdSchema.optional(),
  /** Whether to write the tags that the portal expects; only where a RESOURCE_UPDATE constraint allows it. */
  writeTags: z.boolean().optional(),
  /** The preview of just this update that was looked at: what it did not show is not done. */
  planId: z.uuid().optional(),
  /** The name that it has. AWS renames nothing: any other one is refused. */
  name: textSchema.max(128).optional(),
  parameters: parameterValuesSchema,
});

/**
 * The body of `POST /orders` that terminates a provisioned product.
 *
 * @public
 */
export const terminateOrderRequestSchema = z.object({
  kind: z.literal('terminate'),
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  provisionedProductId: awsIdSchema,
  /** Service Catalog lets go of it, and the stack stays as it is (AWS: `RetainPhysicalResources`); for operators. */
  retainResources: z.boolean().optional(),
  /** Service Catalog lets go of it even if parts of it cannot be deleted (AWS: `IgnoreErrors`); for operators. */
  ignoreErrors: z.boolean().optional(),
  /** Why. Required with either of the two. */
  reason: textSchema.max(1000).optional(),
});

/**
 * The body of `POST /orders` that lets a provisioned product live longer. It changes nothing in AWS.
 *
 * @public
 */
export const renewOrderRequestSchema = z.object({
  kind: z.literal('renew'),
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  provisionedProductId: awsIdSchema,
  /** When its lease shall end, as far as its policy lets it; default: as late as that. */
  until: timestampSchema.optional(),
});

/**
 * The body of `POST /orders` that runs a service action on a provisioned product.
 *
 * @public
 */
export const serviceActionOrderRequestSchema = z.object({
  kind: z.literal('service-action'),
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  provisionedProductId: awsIdSchema,
  /** AWS: `ServiceActionId`. */
  serviceActionId: awsIdSchema,
  /** By parameter key; one that is left out has its default. */
  parameters: z
    .record(
      textSchema.min(1).max(50),
      z.array(textSchema.max(512)).min(1).max(25),
    )
    .optional(),
});

/**
 * The body of `POST /orders` that makes an existing CloudFormation stack a provisioned product.
 *
 * @public
 */
export const importOrderRequestSchema = z.object({
  kind: z.literal('import'),
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  productId: awsIdSchema,
  /** The version whose template the stack was made of. */
  versionId: awsIdSchema,
  name: provisionedProductNameSchema,
  /** AWS: `PhysicalId`, the ARN of a root stack. */
  stackArn: textSchema.min(20).max(1024),
  /** The entity that it is for: its owner becomes the owner of the result. */
  entityRef: entityRefSchema.optional(),
  /** Without an entity: who owns the result. */
  owner: entityRefSchema.optional(),
});

/**
 * The body of `POST /orders` that sets by whom AWS says that a provisioned product is owned, or with which role AWS works on it; for
 * operators. At least one of the two is required.
 *
 * @public
 */
export const repairOrderRequestSchema = z.object({
  kind: z.literal('repair'),
  requestToken: requestTokenSchema.optional(),
  target: targetNameSchema,
  provisionedProductId: awsIdSchema,
  /** AWS: `OWNER`, the ARN of an IAM user, an IAM role or an assumed-role session in the account of the target. */
  awsOwner: textSchema.max(1024).optional(),
  /** AWS: `LAUNCH_ROLE`, the ARN of an IAM role in the account of the target. */
  launchRole: textSchema.max(1024).optional(),
  /** Why. Required; only a preview may be without. */
  reason: textSchema.max(1000).optional(),
});

/**
 * The body of `POST /orders` and `POST /orders/preview`.
 *
 * @public
 */
export const orderRequestSchema = z.discriminatedUnion('kind', [
  provisionOrderRequestSchema,
  updateOrderRequestSchema,
  terminateOrderRequestSchema,
  renewOrderRequestSchema,
  serviceActionOrderRequestSchema,
  importOrderRequestSchema,
  repairOrderRequestSchema,
]);

/** @public */
export type OrderKind = z.infer<typeof orderKindSchema>;
/** @public */
export type ProvisionOrderRequest = z.infer<typeof provisionOrderRequestSchema>;
/** @public */
export type UpdateOrderRequest = z.infer<typeof updateOrderRequestSchema>;
/** @public */
export type TerminateOrderRequest = z.infer<typeof terminateOrderRequestSchema>;
/** @public */
export type RenewOrderRequest = z.infer<typeof renewOrderRequestSchema>;
/** @public */
export type ServiceActionOrderRequest = z.infer<
  typeof serviceActionOrderRequestSchema
>;
/** @public */
export type ImportOrderRequest = z.infer<typeof importOrderRequestSchema>;
/** @public */
export type RepairOrderRequest = z.infer<typeof repairOrderRequestSchema>;
/** @public */
export type OrderRequest = z.infer<typeof orderRequestSchema>;
