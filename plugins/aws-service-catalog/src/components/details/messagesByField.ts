import type { FieldError } from 'backstage-plugin-aws-service-catalog-common';

/**
 * What the backend said against the fields of a request, by field.
 *
 * @param prefix - only fields that begin with it count, and are named without it
 */
export function messagesByField(
  fields: readonly FieldError[],
  prefix: string = '',
): Record<string, string> {
  return Object.fromEntries(
    fields
      .filter(({ field }) => field.startsWith(prefix))
      .map(({ field, message }) => [field.slice(prefix.length), message]),
  );
}
