/** At most so many rows, or ids, are part of one statement: databases take some ten thousand values. */
const BATCH_SIZE = 500;

/** Cuts a list into batches. */
export function inBatches<T>(items: readonly T[]): T[][] {
  return Array.from(
    { length: Math.ceil(items.length / BATCH_SIZE) },
    (_, index) => items.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}
