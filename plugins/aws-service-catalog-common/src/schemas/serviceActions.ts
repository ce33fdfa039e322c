import { z } from 'zod';
import { allowedActionSchema, awsIdSchema, timestampSchema } from './shared';

/**
 * A parameter of a service action.
 *
 * @public
 */
export const serviceActionParameterSchema = z.object({
  key: z.string(),
  /** AWS: `ExecutionParameter.Type`, for example `String` or `StringList`. */
  type: z.string(),
  /** What is taken when no values are given; empty: values have to be given, unless there are secret ones. */
  defaults: z.array(z.string()),
  /** Whether AWS has values of its own that hold a secret: they are not shown, and taken when no values are given. */
  hasSecretDefaults: z.boolean().optional(),
});

/**
 * Something that can be run on a provisioned product, such as a restart.
 *
 * @public
 */
export const serviceActionSchema = z.object({
  id: awsIdSchema,
  name: z.string(),
  description: z.string().optional(),
  parameters: z.array(serviceActionParameterSchema),
});

/**
 * Answer of `GET /provisioned-products/:target/:id/service-actions`: those of the version that it runs.
 *
 * @public
 */
export const listServiceActionsResponseSchema = z.object({
  items: z.array(serviceActionSchema),
  /** When they were read from AWS; absent where AWS has none for what it is. */
  readAt: timestampSchema.optional(),
  /** Whether the caller may run one now. */
  run: allowedActionSchema,
});

/** @public */
export type ServiceActionParameter = z.infer<
  typeof serviceActionParameterSchema
>;
/** @public */
export type ServiceAction = z.infer<typeof serviceActionSchema>;
/** @public */
export type ListServiceActionsResponse = z.infer<
  typeof listServiceActionsResponseSchema
>;
