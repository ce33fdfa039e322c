import { invalidParameters } from '../errors';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins; absent on the last one. */
  nextPageToken?: string;
}

const PREFIX = 'offset:';

/** What a page is cut from: an array, or what makes its items only when they are asked for. */
export interface Sequence<T> {
  readonly length: number;
  slice(start: number, end: number): T[];
}

/**
 * Cuts a page. Tokens are offsets, as on AWS: a list that changes between two pages shifts.
 *
 * @param pageSize - as the caller gave it; 0 and absent mean `maximum`
 */
export function page<T>(
  items: Sequence<T>,
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

/** Whether something belongs in a list. */
export type Test<T> = (item: T) => boolean;

/** Passes what passes all of the tests. */
function allOf<T>(tests: Test<T>[]): Test<T> {
  // Nearly always there is one; it is asked of everything there is.
  return tests.length === 1
    ? tests[0]
    : item => tests.every(test => test(item));
}

/**
 * Cuts a page of those items that pass all tests, and looks no further: there may be very many.
 *
 * @param pageSize - as the caller gave it; 0 and absent mean `maximum`
 */
export function pageOfMatches<T>(
  items: Iterable<T>,
  tests: Test<T>[],
  { PageSize, PageToken }: { PageSize?: number; PageToken?: string },
  maximum: number,
): Page<T> {
  const offset = PageToken === undefined ? 0 : decode(PageToken);
  const end = offset + (PageSize || maximum);
  const matches = allOf(tests);
  const found: T[] = [];
  let count = 0;
  for (const item of items) {
    if (matches(item)) {
      if (count === end) {
        return { items: found, nextPageToken: encode(end) };
      }
      if (count >= offset) {
        found.push(item);
      }
      count += 1;
    }
  }
  return { items: found };
}

/**
 * Cuts a page of those items that pass all tests, and counts all of them, without a list of them:
 * there may be very many.
 *
 * @param pageSize - as the caller gave it; 0 and absent mean `maximum`
 */
export function countedPageOfMatches<T>(
  items: readonly T[],
  tests: Test<T>[],
  { PageSize, PageToken }: { PageSize?: number; PageToken?: string },
  maximum: number,
): Page<T> & { total: number } {
  if (tests.length === 0) {
    const all = page(items, { PageSize, PageToken }, maximum);
    return { ...all, total: items.length };
  }
  const offset = PageToken === undefined ? 0 : decode(PageToken);
  const end = offset + (PageSize || maximum);
  const matches = allOf(tests);
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
