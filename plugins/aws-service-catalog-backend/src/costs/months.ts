/** Cost Explorer keeps the current month and the twelve before it. */
export const MONTHS_KEPT = 13;

const DAY_MS = 24 * 60 * 60_000;

/** The month of an instant in UTC, such as `2026-11`. */
export function monthOf(instant: Date): string {
  return instant.toISOString().slice(0, 7);
}

/** When a month begins. */
export function startOfMonth(month: string): Date {
  return new Date(`${month}-01T00:00:00.000Z`);
}

/** The month that is some months after another, or before it for a negative number. */
export function addMonths(month: string, count: number): string {
  const start = startOfMonth(month);
  return monthOf(
    new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count)),
  );
}

/** The last months up to that of an instant, oldest first. */
export function lastMonths(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    addMonths(monthOf(now), index - count + 1),
  );
}

/** The period to ask AWS for: from the first month that it keeps to the end of today, which AWS excludes. */
export function periodToRead(now: Date): { start: string; end: string } {
  return {
    start: `${addMonths(monthOf(now), 1 - MONTHS_KEPT)}-01`,
    end: new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10),
  };
}
