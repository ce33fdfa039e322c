const exact = new Intl.DateTimeFormat('en', {
  dateStyle: 'long',
  timeStyle: 'long',
});
const short = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'short',
});

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/**
 * The day of an instant in the reader's own time zone, for example "Nov 24, 2026".
 *
 * @param at - ISO 8601
 */
export function formatDay(at: string): string {
  return day.format(new Date(at));
}

/**
 * An instant in the reader's own time zone, to the minute, for example "Nov 24, 2026, 10:00 AM".
 *
 * @param at - ISO 8601
 */
export function formatInstant(at: string): string {
  return short.format(new Date(at));
}

/**
 * An instant to the second and with its time zone, for a tooltip.
 *
 * @param at - ISO 8601
 */
export function formatExactInstant(at: string): string {
  return exact.format(new Date(at));
}

/** Puts instants that the backend wrote into a sentence, which it does in UTC, into the reader's own time zone. */
export function localizeInstants(text: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, at =>
    formatInstant(at),
  );
}
