import { z } from 'zod';
import { timestampSchema } from './shared';

/**
 * How current something is that is read from AWS when it is first wanted, and kept.
 *
 * @public
 */
export const stackReadSchema = z.object({
  /** When AWS said so. Absent: it never did. */
  readAt: timestampSchema.optional(),
  /** Why there is nothing, or nothing newer, to show: one sentence. Absent: it is as AWS says. */
  unavailable: z.string().optional(),
});

/**
 * A part of a provisioned product: a resource of its stack.
 *
 * Source: AWS CloudFormation `StackResource`.
 *
 * @public
 */
export const stackResourceSchema = z.object({
  logicalId: z.string(),
  physicalId: z.string().optional(),
  /** For example `AWS::S3::Bucket`. */
  type: z.string(),
  /** For example `CREATE_COMPLETE`. */
  status: z.string(),
  reason: z.string().optional(),
  updatedAt: timestampSchema.optional(),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/resources`, by logical id.
 *
 * @public
 */
export const listStackResourcesResponseSchema = stackReadSchema.extend({
  items: z.array(stackResourceSchema),
  /** Whether there may be more: CloudFormation's `DescribeStackResources` shows the first 100. */
  hasMore: z.boolean(),
});

/**
 * Something that happened to a stack or to one of its resources.
 *
 * Source: AWS CloudFormation `StackEvent`.
 *
 * @public
 */
export const stackEventSchema = z.object({
  id: z.string(),
  at: timestampSchema,
  logicalId: z.string(),
  physicalId: z.string().optional(),
  /** `AWS::CloudFormation::Stack` for the stack itself. */
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/events`, newest first: at most 100.
 *
 * @public
 */
export const listStackEventsResponseSchema = stackReadSchema.extend({
  items: z.array(stackEventSchema),
  /** Whether CloudFormation has older ones. */
  hasMore: z.boolean(),
});

/**
 * The value that a parameter has in the stack. That of a secret is never known.
 *
 * @public
 */
export const stackParameterSchema = z.object({
  key: z.string(),
  /** Absent for a secret. */
  value: z.string().optional(),
  secret: z.boolean(),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/parameters`.
 *
 * @public
 */
export const listStackParametersResponseSchema = stackReadSchema.extend({
  items: z.array(stackParameterSchema),
});

/**
 * A stack of a stack set.
 *
 * Source: AWS Service Catalog `StackInstance`.
 *
 * @public
 */
export const stackInstanceSchema = z.object({
  accountId: z.string(),
  region: z.string(),
  /**
   * `CURRENT`; `OUTDATED`: the last operation has not reached it, or failed there; `INOPERABLE`: it could not be deleted, and no
   * update reaches it any more. AWS may add others.
   */
  status: z.string(),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/stack-instances`, by account and Region.
 *
 * @public
 */
export const listStackInstancesResponseSchema = stackReadSchema.extend({
  items: z.array(stackInstanceSchema),
  /** Whether there may be more: the first 200 are read. */
  hasMore: z.boolean(),
});

/** @public */
export type StackRead = z.infer<typeof stackReadSchema>;
/** @public */
export type StackResource = z.infer<typeof stackResourceSchema>;
/** @public */
export type ListStackResourcesResponse = z.infer<
  typeof listStackResourcesResponseSchema
>;
/** @public */
export type StackEvent = z.infer<typeof stackEventSchema>;
/** @public */
export type ListStackEventsResponse = z.infer<
  typeof listStackEventsResponseSchema
>;
/** @public */
export type StackInstance = z.infer<typeof stackInstanceSchema>;
/** @public */
export type ListStackInstancesResponse = z.infer<
  typeof listStackInstancesResponseSchema
>;
/** @public */
export type StackParameter = z.infer<typeof stackParameterSchema>;
/** @public */
export type ListStackParametersResponse = z.infer<
  typeof listStackParametersResponseSchema
>;
