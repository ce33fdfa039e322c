import { z } from 'zod';
import {
  launchFormSchema,
  launchPathSchema,
  productVersionSchema,
} from './products';
import { awsIdSchema, tagSchema } from './shared';
import { stackReadSchema } from './stacks';

/**
 * Query of `GET /provisioned-products/:target/:id/update-form`.
 *
 * @public
 */
export const updateFormQuerySchema = z.object({
  /** A version id; default: the one that runs, or when that is gone the newest that is not deprecated. */
  version: awsIdSchema.optional(),
  /** A launch path id; default: the path through the portfolio that it was last launched or updated through. */
  path: awsIdSchema.optional(),
});

/**
 * The value that a parameter has before an update.
 *
 * @public
 */
export const currentValueSchema = z.object({
  key: z.string(),
  /** Absent for a secret, and when it is not known. */
  value: z.string().optional(),
  /** Who says so: the stack in AWS, the last order, or nobody. */
  source: z.enum(['aws', 'order', 'unknown']),
  secret: z.boolean(),
  /** Whether AWS keeps the value when none is given. If not, it has to be given again, a secret as well. */
  kept: z.boolean(),
});

/**
 * Everything needed to fill in an update.
 *
 * @public
 */
export const updateFormSchema = stackReadSchema.extend({
  /** The versions that can be updated to, newest first. */
  versions: z.array(productVersionSchema),
  paths: z.array(launchPathSchema),
  /** The form of the version to update to. Absent: it has several launch paths, and one of `paths` has to be chosen. */
  form: launchFormSchema.optional(),
  /** The parameters of the version to update to, in the order of the form. A parameter that is new has no entry. */
  current: z.array(currentValueSchema),
  /** The parameters that it has not now: they get a value or their default. */
  added: z.array(z.string()),
  /** What it has now and will not have any more. */
  dropped: z.array(
    currentValueSchema.pick({ key: true, value: true, secret: true }),
  ),
  /** Whether AWS keeps the values that are left out. If not, everything is sent again. */
  keepsValues: z.boolean(),
  tags: z.object({
    /** Whether an update may change tags here: a RESOURCE_UPDATE constraint says so. */
    updatable: z.boolean(),
    /** All tags that it has, those of AWS itself left out: they are sent again, since AWS drops what is not. */
    current: z.array(tagSchema),
  }),
});

/** @public */
export type UpdateFormQuery = z.infer<typeof updateFormQuerySchema>;
/** @public */
export type CurrentValue = z.infer<typeof currentValueSchema>;
/** @public */
export type UpdateForm = z.infer<typeof updateFormSchema>;
