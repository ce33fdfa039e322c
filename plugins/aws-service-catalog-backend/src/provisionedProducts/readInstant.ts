import { InvalidFieldsError } from '../InvalidFieldsError';

/**
 * Reads an instant of a query, as the database has it.
 *
 * @throws InvalidFieldsError naming the field
 */
export function readInstant(
  field: string,
  value: string | undefined,
): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime())) {
    throw new InvalidFieldsError([
      {
        field,
        message: 'This is not an instant such as 2026-12-31T00:00:00Z.',
      },
    ]);
  }
  return instant.toISOString();
}
