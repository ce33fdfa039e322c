/**
 * How long to wait after failures in a row: twice as long each time, up to a longest wait, of which the upper half is random
 * so that many waiters do not return together.
 *
 * @param failures - at least 1
 * @param options.random - a number from 0 up to 1
 * @returns milliseconds
 */
export function backoffMs(
  failures: number,
  options: { firstMs: number; longestMs: number; random: () => number },
): number {
  const { firstMs, longestMs, random } = options;
  const fullMs = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(fullMs * (0.5 + random() / 2));
}

/** An instant some milliseconds after another, both ISO 8601. */
export function after(instant: Date, milliseconds: number): string {
  return new Date(instant.getTime() + milliseconds).toISOString();
}
