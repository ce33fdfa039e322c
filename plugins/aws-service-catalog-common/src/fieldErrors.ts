/**
 * What is wrong with one field of a request, for example `{ field: 'parameters.Environment', message: '…' }`.
 *
 * @public
 */
export type FieldError = { field: string; message: string };

function getProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

/**
 * Reads the wrong fields out of an error that the client threw. It does without the schema library, so that pages which only show
 * errors load without it.
 *
 * @returns an empty list when the error is about something else
 * @public
 */
export function getFieldErrors(error: unknown): FieldError[] {
  const body = getProperty(error, 'body');
  const fields = getProperty(getProperty(body, 'error'), 'fields');
  return (Array.isArray(fields) ? fields : []).flatMap((entry: unknown) => {
    const field = getProperty(entry, 'field');
    const message = getProperty(entry, 'message');
    return typeof field === 'string' && typeof message === 'string'
      ? [{ field, message }]
      : [];
  });
}
