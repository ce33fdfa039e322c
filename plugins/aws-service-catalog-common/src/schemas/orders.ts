import { z } from 'zod';
import {
  orderKindSchema,
  requestTokenSchema,
  parameterValuesSchema,
} from './orderRequests';
import {
  approvalSchema,
  costEstimateSchema,
  quotaUseSchema,
} from './approvals';
import { leasePreviewSchema } from './leases';
import { orderChangeSchema } from './orderPreviews';
import { plannedReplacementSchema } from './plans';
import { stackResourceSchema } from './stacks';
import {
  allowedActionSchema,
  awsIdSchema,
  entityRefSchema,
  pageQuerySchema,
  tagSchema,
  targetNameSchema,
  textSchema,
  timestampSchema,
} from './shared';

/**
 * The states of an order. `docs/order-states.md` shows how they follow each other.
 *
 * @public
 */
export const orderStateSchema = z.enum([
  'awaiting-approval',
  'queued',
  'submitting',
  'running',
  'succeeded',
  'failed',
  'rejected',
  'expired',
  'cancelled',
]);

/**
 * A step in an order's life. Events are numbered from 1 without gaps.
 *
 * @public
 */
export const orderEventSchema = z.object({
  sequence: z.number().int(),
  at: timestampSchema,
  /** For example `ordered`, `submitted`, `running`, `succeeded`, `failed`. */
  type: z.string(),
  /** The state after it. */
  state: orderStateSchema,
  /** Who caused it; absent: the portal itself. */
  actor: entityRefSchema.optional(),
  /** One plain sentence. */
  message: z.string(),
});

/**
 * Why the people who run the portal should look at an order that does not come forward by itself.
 *
 * @public
 */
export const orderAlarmSchema = z.object({
  /**
   * `stuck`: AWS has been at it for hours, and it is still followed. `set-aside`: something is wrong with the order itself, and
   * nothing more happens before an operator takes it up again. `unreachable`: its target cannot be worked in.
   */
  code: z.enum(['stuck', 'set-aside', 'unreachable']),
  message: z.string(),
  since: timestampSchema,
});

/**
 * What an order waits for that nobody has to do anything about.
 *
 * @public
 */
export const orderWaitSchema = z.object({
  /**
   * `product`: one order at a time for this product goes to AWS, and it is the turn of another. `import`: the same of imports into
   * an account and Region. `aws`: AWS is at something else; it is sent again by itself.
   */
  reason: z.enum(['product', 'import', 'aws']),
  /** One plain sentence. */
  message: z.string(),
  /** For turns: how many go first, at least 1. */
  ahead: z.number().int().optional(),
  /** For turns: the order whose turn it is, if the caller may read it. */
  orderId: z.uuid().optional(),
  /** For `aws`: since when it waits. */
  since: timestampSchema.optional(),
  /** For `aws`: when it fails if AWS is at something else even then. */
  until: timestampSchema.optional(),
});

/**
 * How a termination departs from the usual one, and why.
 *
 * @public
 */
export const terminationOptionsSchema = z.object({
  /** The stack stays as it is. */
  retainResources: z.boolean(),
  /** What cannot be deleted is left behind. */
  ignoreErrors: z.boolean(),
  reason: z.string(),
});

/**
 * What a repair sets, and why.
 *
 * @public
 */
export const repairSchema = z.object({
  /** AWS: `OWNER`. Absent: it stays as it is. */
  awsOwner: z.string().optional(),
  /** AWS: `LAUNCH_ROLE`. Absent: it stays as it is. */
  launchRole: z.string().optional(),
  reason: z.string(),
});

/**
 * A developer's durable request to change what runs in AWS.
 *
 * @public
 */
export const orderSchema = z.object({
  id: z.uuid(),
  kind: orderKindSchema,
  state: orderStateSchema,
  target: targetNameSchema,
  accountId: z.string(),
  region: z.string(),
  requester: entityRefSchema,
  owner: entityRefSchema,
  entityRef: entityRefSchema.optional(),
  product: z.object({ id: awsIdSchema, name: z.string() }),
  version: z.object({ id: awsIdSchema, name: z.string() }).optional(),
  portfolio: z
    .object({ id: awsIdSchema.optional(), name: z.string() })
    .optional(),
  provisionedProduct: z.object({
    name: z.string(),
    /** Known once AWS has accepted a launch. */
    id: awsIdSchema.optional(),
    arn: z.string().optional(),
  }),
  /** As ordered; a secret has no value here, ever. */
  parameters: z.array(
    z.object({
      key: z.string(),
      value: z.string().optional(),
      secret: z.boolean(),
    }),
  ),
  tags: z.array(tagSchema),
  /** For updates: what is different from before. */
  changes: z.array(orderChangeSchema).optional(),
  /**
   * For updates: the resources that AWS makes anew, as far as its preview showed them to whoever ordered or approved it. Absent:
   * there was no preview yet.
   */
  replacements: z.array(plannedReplacementSchema).optional(),
  /** For service actions: what is run, with every parameter that it has a value for. */
  serviceAction: z
    .object({
      id: awsIdSchema,
      name: z.string(),
      parameters: z.record(z.string(), z.array(z.string())),
    })
    .optional(),
  /** For imports: the ARN of the stack. */
  stackArn: z.string().optional(),
  /** For terminations that are not the usual one. */
  termination: terminationOptionsSchema.optional(),
  /** For repairs. */
  repair: repairSchema.optional(),
  /** For failed terminations: what there still is. Absent: not known. */
  remains: z.array(stackResourceSchema).optional(),
  /** Absent: nobody has to approve it. */
  approval: approvalSchema.optional(),
  /** Expected cost. Absent: unknown. */
  estimate: costEstimateSchema.optional(),
  /** Present while something keeps it from coming forward. */
  alarm: orderAlarmSchema.optional(),
  /** Digest of everything that is launched. */
  digest: z.string(),
  attempt: z.number().int(),
  /** AWS's record of the current attempt. */
  record: z
    .object({ id: awsIdSchema, status: z.string().optional() })
    .optional(),
  /** Present when the state is `failed`. */
  failure: z
    .object({
      /** AWS's or our own name of the error, for example `AmazonCloudFormationException`. */
      code: z.string(),
      message: z.string(),
      /** What the reader can do next. */
      advice: z.string(),
      retryable: z.boolean(),
    })
    .optional(),
  outputs: z.array(
    z.object({
      key: z.string(),
      value: z.string().optional(),
      description: z.string().optional(),
      secret: z.boolean(),
    }),
  ),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

/**
 * One order with its timeline and what the caller may do: the answer of `GET /orders/:id`.
 *
 * @public
 */
export const orderDetailSchema = orderSchema.extend({
  events: z.array(orderEventSchema),
  /** The lease that its result has, or would have; absent: none. */
  lease: leasePreviewSchema.optional(),
  /** Absent: it waits for nothing but AWS's result, or somebody's decision. */
  waiting: orderWaitSchema.optional(),
  /** While it waits to be launched: the quota that it uses. */
  quota: quotaUseSchema.optional(),
  actions: z.object({
    approve: allowedActionSchema,
    reject: allowedActionSchema,
    cancel: allowedActionSchema,
    retry: allowedActionSchema,
    /** Present only for an order that was set aside. */
    resume: allowedActionSchema.optional(),
  }),
});

/**
 * Query of `GET /orders`.
 *
 * @public
 */
export const listOrdersQuerySchema = pageQuerySchema.extend({
  /**
   * `mine`: asked for by the caller; `teams`: owned by the caller's teams or asked for by the caller; `approvals`: those that
   * wait for a decision of the caller's; `all`: all the caller may read.
   */
  scope: z.enum(['mine', 'teams', 'approvals', 'all']).optional(),
  state: orderStateSchema.optional(),
  /** Only orders that are not final (`true`) or final (`false`). */
  open: z.boolean().optional(),
  /** Only orders that have an alarm (`true`) or none (`false`). */
  alarm: z.boolean().optional(),
  kind: orderKindSchema.optional(),
  target: targetNameSchema.optional(),
  productId: awsIdSchema.optional(),
  provisionedProductId: awsIdSchema.optional(),
  entityRef: entityRefSchema.optional(),
  owner: entityRefSchema.optional(),
  /** Only the order that was placed with this token. Each requester has tokens of their own. */
  requestToken: requestTokenSchema.optional(),
});

/**
 * Answer of `GET /orders`, newest first.
 *
 * @public
 */
export const listOrdersResponseSchema = z.object({
  items: z.array(orderSchema),
  totalItems: z.number().int(),
  nextCursor: z.string().optional(),
});

/**
 * Body of `POST /orders/:id/cancel`.
 *
 * @public
 */
export const cancelOrderRequestSchema = z.object({
  /** The digest of the order that the decision was made on. */
  digest: textSchema,
  reason: textSchema.max(1000).optional(),
});

/**
 * Body of `POST /orders/:id/retry`: a new attempt at a failed order. Secrets were wiped, so they are asked for again.
 *
 * @public
 */
export const retryOrderRequestSchema = z.object({
  digest: textSchema,
  secrets: parameterValuesSchema.optional(),
});

/**
 * Body of `POST /orders/:id/resume`: what was wrong with an order that was set aside is mended, and it goes on where it was.
 *
 * @public
 */
export const resumeOrderRequestSchema = z.object({
  digest: textSchema,
});

/** @public */
export type OrderState = z.infer<typeof orderStateSchema>;
/** @public */
export type OrderEvent = z.infer<typeof orderEventSchema>;
/** @public */
export type TerminationOptions = z.infer<typeof terminationOptionsSchema>;
/** @public */
export type Repair = z.infer<typeof repairSchema>;
/** @public */
export type OrderWait = z.infer<typeof orderWaitSchema>;
/** @public */
export type OrderAlarm = z.infer<typeof orderAlarmSchema>;
/** @public */
export type Order = z.infer<typeof orderSchema>;
/** @public */
export type OrderDetail = z.infer<typeof orderDetailSchema>;
/** @public */
export type ListOrdersQuery = z.infer<typeof listOrdersQuerySchema>;
/** @public */
export type ListOrdersResponse = z.infer<typeof listOrdersResponseSchema>;
/** @public */
export type CancelOrderRequest = z.infer<typeof cancelOrderRequestSchema>;
/** @public */
export type RetryOrderRequest = z.infer<typeof retryOrderRequestSchema>;
/** @public */
export type ResumeOrderRequest = z.infer<typeof resumeOrderRequestSchema>;
