import {
  FieldError,
  getFieldErrors,
} from 'backstage-plugin-aws-service-catalog-common';

/** What the backend said against an order, sorted by where the reader can mend it. */
export type Refusal = {
  name?: string;
  owner?: string;
  /** By parameter key. */
  parameters: Record<string, string>;
  /** By tag key. */
  tags: Record<string, string>;
  /** About something that is no field of this form. */
  others: FieldError[];
};

function stripPrefix(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

/**
 * Reads the fields of a refusal.
 *
 * @param known - the parameters and tags that the form shows
 */
export function readRefusal(
  error: unknown,
  known: { parameters: string[]; tags: string[] },
): Refusal {
  const refusal: Refusal = { parameters: {}, tags: {}, others: [] };
  for (const { field, message } of getFieldErrors(error)) {
    const parameter = stripPrefix(field, 'parameters.');
    const tag = stripPrefix(field, 'tags.');
    if (field === 'name' || field === 'owner') {
      refusal[field] = message;
    } else if (
      parameter !== undefined &&
      known.parameters.includes(parameter)
    ) {
      refusal.parameters[parameter] = message;
    } else if (tag !== undefined && known.tags.includes(tag)) {
      refusal.tags[tag] = message;
    } else {
      refusal.others.push({ field, message });
    }
  }
  return refusal;
}
