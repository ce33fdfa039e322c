import { z } from 'zod';
import { costEstimateSchema } from './approvals';
import {
  awsIdSchema,
  entityRefSchema,
  pageQuerySchema,
  tagSchema,
  targetNameSchema,
  targetStatusSchema,
  textSchema,
  timestampSchema,
} from './shared';

/**
 * A version of a product (AWS: provisioning artifact).
 *
 * @public
 */
export const productVersionSchema = z.object({
  id: awsIdSchema,
  name: z.string(),
  description: z.string().optional(),
  createdAt: timestampSchema.optional(),
  /** AWS: `Guidance`. A deprecated version can be updated to, but not newly launched. */
  guidance: z.enum(['DEFAULT', 'DEPRECATED']),
});

/**
 * One way to launch a product: through a portfolio that the portal's principal has access to (AWS: launch path).
 *
 * @public
 */
export const launchPathSchema = z.object({
  id: awsIdSchema,
  portfolioId: awsIdSchema.optional(),
  portfolioName: z.string(),
});

/**
 * A product that can be launched in a target.
 *
 * @public
 */
export const productSchema = z.object({
  target: targetNameSchema,
  accountId: z.string(),
  region: z.string(),
  id: awsIdSchema,
  name: z.string(),
  /** AWS: `ProductViewSummary.Owner`, who provides the product. */
  provider: z.string(),
  distributor: z.string().optional(),
  shortDescription: z.string().optional(),
  /** AWS: `ProductType`, for example `CLOUD_FORMATION_TEMPLATE`. */
  type: z.string(),
  support: z.object({
    description: z.string().optional(),
    email: z.string().optional(),
    url: z.string().optional(),
  }),
  /** Active versions, newest first. */
  versions: z.array(productVersionSchema),
  /** The launch paths, in order of portfolio name; empty when the portal's principal can see but not launch it. */
  paths: z.array(launchPathSchema),
  /**
   * What one is expected to cost, in its newest version and for the owner that the caller would order for unless somebody says
   * otherwise. Absent: unknown.
   */
  estimate: costEstimateSchema.optional(),
  syncedAt: timestampSchema,
});

/**
 * Whether, and why not, the caller may order for an entity.
 *
 * - `ok`: yes, for `owner`
 * - `no-owner`: the entity has no owner
 * - `not-yours`: the caller is no member of the entity's owner
 * - `unknown-annotation-value`: an annotation names a target, portfolio or product that does not exist
 * - `not-served`: no target serves the entity's owner
 *
 * @public
 */
export const entityOrderingSchema = z.object({
  entityRef: entityRefSchema,
  owner: entityRefSchema.optional(),
  state: z.enum([
    'ok',
    'no-owner',
    'not-yours',
    'unknown-annotation-value',
    'not-served',
  ]),
  /** One sentence for the reader with the way out; absent when the state is `ok`. */
  message: z.string().optional(),
});

/**
 * Query of `GET /products`.
 *
 * @public
 */
export const listProductsQuerySchema = pageQuerySchema.extend({
  /** Only what this entity may order. */
  entityRef: entityRefSchema.optional(),
  /** Words that all occur in name, provider or description, case ignored. */
  search: textSchema.max(200).optional(),
  /** Exact product name. */
  name: textSchema.max(8191).optional(),
  target: targetNameSchema.optional(),
  /** A portfolio name. */
  portfolio: textSchema.max(200).optional(),
});

/**
 * Answer of `GET /products`.
 *
 * @public
 */
export const listProductsResponseSchema = z.object({
  items: z.array(productSchema),
  totalItems: z.number().int(),
  nextCursor: z.string().optional(),
  /** The names of all portfolios that the search could be narrowed to, whatever `search`, `target` and `portfolio` say. */
  portfolios: z.array(z.string()),
  /** Present when the query names an entity. */
  entity: entityOrderingSchema.optional(),
  /** The targets that serve the caller. */
  targets: z.array(targetStatusSchema),
});

/**
 * A parameter of a launch, with every rule that the template and the constraints put on it.
 *
 * Source: AWS `DescribeProvisioningParameters`.
 *
 * @public
 */
export const launchParameterSchema = z.object({
  key: z.string(),
  label: z.string().optional(),
  description: z.string().optional(),
  /** The CloudFormation type, for example `String`, `Number`, `CommaDelimitedList`, `AWS::EC2::VPC::Id`. */
  type: z.string(),
  /** A secret: shown as a password field, never returned. */
  noEcho: z.boolean(),
  /** Absent: a value is required. */
  default: z.string().optional(),
  /** The portal decides the value, which is in `default`: nobody else gives it another one. */
  fixed: z.boolean().optional(),
  allowedValues: z.array(z.string()).optional(),
  allowedPattern: z.string().optional(),
  constraintDescription: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minValue: z.number().optional(),
  maxValue: z.number().optional(),
});

/**
 * A rule over several parameters, as CloudFormation writes it (template `Rules`, template constraints).
 *
 * @public
 */
export const launchRuleSchema = z.object({
  name: z.string(),
  /** A rule-specific intrinsic function; absent: the rule always applies. */
  condition: z.unknown().optional(),
  assertions: z.array(
    z.object({ assert: z.unknown(), description: z.string().optional() }),
  ),
});

/**
 * Everything needed to fill in a launch of one version of a product through one launch path.
 *
 * @public
 */
export const launchFormSchema = z.object({
  target: targetNameSchema,
  accountId: z.string(),
  region: z.string(),
  product: z.object({ id: awsIdSchema, name: z.string() }),
  version: productVersionSchema,
  path: launchPathSchema,
  /** What else could be chosen. */
  versions: z.array(productVersionSchema),
  paths: z.array(launchPathSchema),
  parameters: z.array(launchParameterSchema),
  /** In the order to show them; parameters that the template puts in no group come last, in a group without a label. */
  groups: z.array(
    z.object({ label: z.string().optional(), parameters: z.array(z.string()) }),
  ),
  rules: z.array(launchRuleSchema),
  /** Tags whose value has to be one of a list; a list of one value is enforced by AWS. */
  tagOptions: z.array(
    z.object({ key: z.string(), values: z.array(z.string()) }),
  ),
  /** The tags that the portal will stamp for this caller, entity and owner; the order's id is not known yet. */
  stampedTags: z.array(tagSchema),
  /** Who may own the result: the entity's owner, or the caller's teams that the target serves. */
  owners: z.array(entityRefSchema),
  /** The ARN of the IAM role that AWS launches with; absent without a launch constraint. */
  launchRole: z.string().optional(),
  fetchedAt: timestampSchema,
});

/**
 * Query of `GET /products/:target/:id/launch-form`.
 *
 * @public
 */
export const launchFormQuerySchema = z.object({
  /** A version id; default: the newest version that is not deprecated. */
  version: awsIdSchema.optional(),
  /** A launch path id; required when there is more than one. */
  path: awsIdSchema.optional(),
  entityRef: entityRefSchema.optional(),
  /** Without an entity: which of the caller's teams `stampedTags` are for; default: the only one, else the first. */
  owner: entityRefSchema.optional(),
});

/** @public */
export type ProductVersion = z.infer<typeof productVersionSchema>;
/** @public */
export type LaunchPath = z.infer<typeof launchPathSchema>;
/** @public */
export type Product = z.infer<typeof productSchema>;
/** @public */
export type EntityOrdering = z.infer<typeof entityOrderingSchema>;
/** @public */
export type ListProductsQuery = z.infer<typeof listProductsQuerySchema>;
/** @public */
export type ListProductsResponse = z.infer<typeof listProductsResponseSchema>;
/** @public */
export type LaunchParameter = z.infer<typeof launchParameterSchema>;
/** @public */
export type LaunchRule = z.infer<typeof launchRuleSchema>;
/** @public */
export type LaunchForm = z.infer<typeof launchFormSchema>;
/** @public */
export type LaunchFormQuery = z.infer<typeof launchFormQuerySchema>;
