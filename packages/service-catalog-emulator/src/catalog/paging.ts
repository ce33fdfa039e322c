import { invalidParameters } from '../errors';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins; absent on the last one. */
  nextPageToken?: string;
}

const PREFIX = 'offset:';

/**
 * Cuts a page. Tokens are offsets, as on AWS: a list that changes between two pages shifts.
 *
 * @param pageSize - as the caller gave it; 0 and absent mean `maximum`
 */
export function page<T>(
  items: T[],
  { PageSize, PageToken }: { PageSize?: number; PageToken?: string },
  maximum: number,
): Page<T> {
  const offset = PageToken === undefined ? 0 : decode(PageToken);
  const end = offset + (PageSize || maximum);
  return {
    items: items.slice(offset, end),
    nextPageToken: end < items.length ? encode(end) : undefined,
  };
}

/**
 * Cuts a page of those items that match, and counts all of them, without a list of them: there may
 * be very many.
 *
 * @param pageSize - as the caller gave it; 0 and absent mean `maximum`
 */
export function pageOfMatches<T>(
  items: Iterable<T>,
  matches: (item: T) => boolean,
  { PageSize, PageToken }: { PageSize?: number; PageToken?: string },
  maximum: number,
): Page<T> & { total: number } {
  const offset = PageToken === undefined ? 0 : decode(PageToken);
  const end = offset + (PageSize || maximum);
  const found: T[] = [];
  let total = 0;
  for (const item of items) {
    if (matches(item)) {
      if (total >= offset && total < end) {
        found.push(item);
      }
      total += 1;
    }
  }
  return {
    items: found,
    total,
    nextPageToken: end < total ? encode(end) : undefined,
  };
}

/** Sorts a copy by a key; equal keys keep their order. */
export function sortBy<T>(
  items: T[],
  key: (item: T) => string | number,
  order: 'ASCENDING' | 'DESCENDING' = 'ASCENDING',
): T[] {
  const direction = order === 'DESCENDING' ? -1 : 1;
  return [...items].sort((a, b) => {
    const left = key(a);
    const right = key(b);
    if (left === right) {
      return 0;
    }
    return (left < right ? -1 : 1) * direction;
  });
}

function encode(offset: number): string {
  return Buffer.from(`${PREFIX}${offset}`).toString('base64');
}

function decode(token: string): number {
  const text = Buffer.from(token, 'base64').toString('utf8');
  const offset = Number(text.slice(PREFIX.length));
  if (
    !text.startsWith(PREFIX) ||
    !Number.isSafeInteger(offset) ||
    offset < 0 ||
    encode(offset) !== token
  ) {
    throw invalidParameters('Invalid page token.');
  }
  return offset;
}
