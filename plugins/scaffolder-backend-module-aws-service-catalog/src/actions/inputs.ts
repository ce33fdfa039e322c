import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  entityRefSchema,
  Tag,
} from 'backstage-plugin-aws-service-catalog-common';

/** The value of a parameter as a template may write it. */
export type ParameterInput = string | number | boolean | (string | number)[];

/**
 * Turns values as YAML and form fields have them into the strings of AWS; a list becomes a comma separated string.
 */
export function toParameterValues(
  parameters: Record<string, ParameterInput> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
}

/** Turns a map of tags into AWS's list. */
export function toTags(tags: Record<string, string> = {}): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/**
 * Completes an entity reference: `payments-api` becomes `component:default/payments-api`.
 *
 * @throws InputError that names the input
 */
export function normalizeRef(
  field: string,
  ref: string | undefined,
  defaultKind: string,
): string | undefined {
  if (ref === undefined || ref === '') {
    return undefined;
  }
  let full: string | undefined;
  try {
    const defaults = { defaultKind, defaultNamespace: 'default' };
    full = stringifyEntityRef(parseEntityRef(ref, defaults));
  } catch {
    // Said below, together with references that only look like one.
  }
  if (!entityRefSchema.safeParse(full).success) {
    throw new InputError(
      `${field}: must be an entity reference such as ${defaultKind}:default/name, got "${ref}"`,
    );
  }
  return full;
}
