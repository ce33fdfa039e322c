import { z } from 'zod';
import {
  allowedActionSchema,
  awsIdSchema,
  entityRefSchema,
  pageQuerySchema,
  tagSchema,
  targetNameSchema,
  targetStatusSchema,
  textSchema,
  timestampSchema,
} from './shared';
import { provisionedProductCostSchema } from './costs';
import { leaseDetailSchema, leaseSchema } from './leases';
import { tagDriftSchema } from './ownership';

/**
 * How the version that runs stands among those that the product has.
 *
 * - `current`: there is none newer
 * - `newer-available`: there is
 * - `deprecated`: it should not be used any more, and cannot be launched
 * - `gone`: the product does not have it any more, or the product itself is gone
 *
 * @public
 */
export const versionStateSchema = z.object({
  state: z.enum(['current', 'newer-available', 'deprecated', 'gone']),
  /** The newest that is not deprecated, when it is another one. */
  newest: z.object({ id: awsIdSchema, name: z.string() }).optional(),
});

/**
 * What AWS supports for a kind of provisioned product. What it does not support is left out of screens.
 *
 * @public
 */
export const capabilitiesSchema = z.object({
  /** Its resources, events and parameters can be read from one stack. */
  stack: z.boolean(),
  /** It is a stack set: its stacks, in several accounts and Regions, can be listed. */
  stackInstances: z.boolean(),
  /** An update can be previewed. */
  plan: z.boolean(),
  /** An update keeps the values that are left out. */
  keepsValues: z.boolean(),
  /** Service actions can be run on it. */
  serviceActions: z.boolean(),
  /** It could have been made of an existing stack. */
  import: z.boolean(),
});

/**
 * What is wrong with something that is TAINTED or ERROR.
 *
 * @public
 */
export const resourceProblemSchema = z.object({
  /** As AWS says it. */
  message: z.string(),
  /** The resource that failed first, when it is known. */
  resource: z
    .object({ logicalId: z.string(), type: z.string(), status: z.string() })
    .optional(),
  /** What the reader can do next. */
  advice: z.string(),
});

/**
 * A running thing that was launched from a product, as our copy of it says.
 *
 * @public
 */
export const provisionedProductSchema = z.object({
  target: targetNameSchema,
  accountId: z.string(),
  region: z.string(),
  id: awsIdSchema,
  name: z.string(),
  arn: z.string(),
  /** AWS: `ProvisionedProductAttribute.Type`, for example `CFN_STACK`. */
  type: z.string(),
  /** AWS: `ProvisionedProductStatus`. */
  status: z.enum([
    'AVAILABLE',
    'UNDER_CHANGE',
    'TAINTED',
    'ERROR',
    'PLAN_IN_PROGRESS',
  ]),
  statusMessage: z.string().optional(),
  product: z.object({ id: awsIdSchema, name: z.string() }),
  version: z.object({ id: awsIdSchema, name: z.string() }),
  /** Absent: the products of its target were not read yet. */
  versionState: versionStateSchema.optional(),
  /** Absent: nobody owns it yet. */
  owner: entityRefSchema.optional(),
  /** What makes `owner` the owner. */
  ownerSource: z.enum(['order', 'adopted', 'tag']).optional(),
  entityRef: entityRefSchema.optional(),
  /** The order that launched it, when we did. */
  orderId: z.uuid().optional(),
  /** The order that is changing it now. */
  openOrderId: z.uuid().optional(),
  tags: z.array(tagSchema),
  /** Whether tags in AWS are not what they should be; the detail names them. Absent: they are. */
  drifted: z.boolean().optional(),
  /** Absent: it may live for ever. */
  lease: leaseSchema.optional(),
  /** What it costs. Absent: not known. */
  cost: provisionedProductCostSchema.optional(),
  createdAt: timestampSchema,
  syncedAt: timestampSchema,
});

/**
 * One provisioned product with what the caller may do: the answer of `GET /provisioned-products/:target/:id`.
 *
 * @public
 */
export const provisionedProductDetailSchema = provisionedProductSchema.extend({
  /** The tags that are not what they should be. Absent: none. */
  drift: z.array(tagDriftSchema).optional(),
  /** Present when its status is TAINTED or ERROR. */
  problem: resourceProblemSchema.optional(),
  capabilities: capabilitiesSchema,
  /** Where the AWS console shows it, for people who may sign in to its account. */
  consoleUrl: z.string(),
  lease: leaseDetailSchema.optional(),
  actions: z.object({
    update: allowedActionSchema,
    terminate: allowedActionSchema,
    /** Terminating it and leaving resources behind; present for operators. */
    abandon: allowedActionSchema.optional(),
    /** Running service actions; absent where AWS has none for what it is. */
    runAction: allowedActionSchema.optional(),
    /** Setting its owner and its launch role in AWS; present for operators. */
    repair: allowedActionSchema.optional(),
  }),
});

/**
 * By whom AWS says that a provisioned product is owned, and with which role it works on it: the answer of
 * `GET /provisioned-products/:target/:id/principals`, read from AWS for this request.
 *
 * @public
 */
export const principalsSchema = z.object({
  /** AWS: `ProvisionedProductAttribute.UserArn`. Absent: AWS does not tell. */
  awsOwner: z.string().optional(),
  /** AWS: `ProvisionedProductDetail.LaunchRoleArn`. Absent: none, AWS works on it as whoever asks. */
  launchRole: z.string().optional(),
  /** The ARN that the portal has in the account. */
  portal: z.string(),
});

/**
 * Query of `GET /provisioned-products`.
 *
 * @public
 */
export const listProvisionedProductsQuerySchema = pageQuerySchema.extend({
  /** What this entity has: ordered for it, tagged for it or named by its annotation; for a group: all it owns. */
  entityRef: entityRefSchema.optional(),
  owner: entityRefSchema.optional(),
  /** Only what nobody owns; operators and services see it. */
  unowned: z.boolean().optional(),
  /** Only what has tags in AWS that are not what they should be, or only the rest. */
  drifted: z.boolean().optional(),
  /** Only what does not run the newest version of its product, or only the rest. */
  outdated: z.boolean().optional(),
  status: z
    .enum(['AVAILABLE', 'UNDER_CHANGE', 'TAINTED', 'ERROR', 'PLAN_IN_PROGRESS'])
    .optional(),
  product: awsIdSchema.optional(),
  target: targetNameSchema.optional(),
  /** Only those whose lease ends before, those that end first first. */
  leaseEndsBefore: timestampSchema.optional(),
  /** Words that all occur in the name, case ignored. */
  search: textSchema.max(200).optional(),
});

/**
 * Answer of `GET /provisioned-products`, by name.
 *
 * @public
 */
export const listProvisionedProductsResponseSchema = z.object({
  items: z.array(provisionedProductSchema),
  totalItems: z.number().int(),
  nextCursor: z.string().optional(),
  targets: z.array(targetStatusSchema),
});

/**
 * An output of a provisioned product. A secret, or a value equal to one, has no value here.
 *
 * @public
 */
export const outputSchema = z.object({
  key: z.string(),
  value: z.string().optional(),
  description: z.string().optional(),
  secret: z.boolean(),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/outputs`.
 *
 * @public
 */
export const listOutputsResponseSchema = z.object({
  items: z.array(outputSchema),
  /** When they were read from AWS; absent when they never were. */
  readAt: timestampSchema.optional(),
});

/**
 * AWS's record of one change to a provisioned product.
 *
 * @public
 */
export const recordSchema = z.object({
  id: awsIdSchema,
  /** AWS: `RecordType`, for example `PROVISION_PRODUCT`. */
  type: z.string(),
  status: z.string(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema.optional(),
  orderId: z.uuid().optional(),
  errors: z.array(z.object({ code: z.string(), message: z.string() })),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/records`, newest first.
 *
 * @public
 */
export const listRecordsResponseSchema = z.object({
  items: z.array(recordSchema),
});

/** @public */
export type ProvisionedProduct = z.infer<typeof provisionedProductSchema>;
/** @public */
export type VersionState = z.infer<typeof versionStateSchema>;
/** @public */
export type Capabilities = z.infer<typeof capabilitiesSchema>;
/** @public */
export type ResourceProblem = z.infer<typeof resourceProblemSchema>;
/** @public */
export type ProvisionedProductStatus = ProvisionedProduct['status'];
/** @public */
export type ProvisionedProductDetail = z.infer<
  typeof provisionedProductDetailSchema
>;
/** @public */
export type Principals = z.infer<typeof principalsSchema>;
/** @public */
export type ListProvisionedProductsQuery = z.infer<
  typeof listProvisionedProductsQuerySchema
>;
/** @public */
export type ListProvisionedProductsResponse = z.infer<
  typeof listProvisionedProductsResponseSchema
>;
/** @public */
export type Output = z.infer<typeof outputSchema>;
/** @public */
export type ListOutputsResponse = z.infer<typeof listOutputsResponseSchema>;
/** @public */
export type CatalogRecord = z.infer<typeof recordSchema>;
/** @public */
export type ListRecordsResponse = z.infer<typeof listRecordsResponseSchema>;
