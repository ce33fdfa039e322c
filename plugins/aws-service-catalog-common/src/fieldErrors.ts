import { z } from 'zod';

const bodySchema = z.object({
  error: z.object({
    fields: z.array(z.object({ field: z.string(), message: z.string() })),
  }),
});

/**
 * What is wrong with one field of a request, for example `{ field: 'parameters.Environment', message: '…' }`.
 *
 * @public
 */
export type FieldError = { field: string; message: string };

/**
 * Reads the wrong fields out of an error that the client threw.
 *
 * @returns an empty list when the error is about something else
 * @public
 */
export function getFieldErrors(error: unknown): FieldError[] {
  if (typeof error !== 'object' || error === null || !('body' in error)) {
    return [];
  }
  const parsed = bodySchema.safeParse(error.body);
  return parsed.success ? parsed.data.error.fields : [];
}
