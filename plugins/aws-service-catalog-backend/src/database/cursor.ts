import { Knex } from 'knex';
import { textSchema } from 'backstage-plugin-aws-service-catalog-common';
import { z } from 'zod';
import { InvalidFieldsError } from '../InvalidFieldsError';

/**
 * Writes where a page ended, as text that means nothing to its bearer.
 *
 * @param position - the values of the columns that the list is ordered by, in the page's last row
 */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor of {@link encodeCursor}.
 *
 * @throws InvalidFieldsError naming `cursor`
 */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const parsed: unknown = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    );
    return z.array(textSchema).length(length).parse(parsed);
  } catch {
    throw new InvalidFieldsError([
      {
        field: 'cursor',
        message: 'This is not a cursor that a list answered with.',
      },
    ]);
  }
}

/**
 * Orders a list by columns and lets it begin after a cursor.
 *
 * @param columns - together unique
 */
export function orderAndSkip(
  query: Knex.QueryBuilder,
  columns: readonly string[],
  cursor?: string,
): void {
  columns.forEach(column => query.orderBy(column, 'asc'));
  if (cursor !== undefined) {
    const names = columns.map(() => '??').join(', ');
    const values = columns.map(() => '?').join(', ');
    query.whereRaw(`(${names}) > (${values})`, [
      ...columns,
      ...decodeCursor(cursor, columns.length),
    ]);
  }
}

/**
 * Adds that every word of a search occurs in a column that holds lower-case text.
 */
export function whereContainsWords(
  query: Knex.QueryBuilder,
  column: string,
  search: string,
): void {
  for (const word of search.toLocaleLowerCase('en-US').split(/\s+/)) {
    const escaped = word.replace(/[!%_]/g, match => `!${match}`);
    query.whereRaw(`?? like ? escape '!'`, [column, `%${escaped}%`]);
  }
}
