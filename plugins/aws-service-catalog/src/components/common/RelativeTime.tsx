const units: Array<[Intl.RelativeTimeFormatUnit, seconds: number]> = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en', {
  dateStyle: 'long',
  timeStyle: 'long',
});

/**
 * How long ago something happened, in the largest unit that fits, for example "5 minutes ago".
 *
 * @param at - ISO 8601
 * @param now - milliseconds since the epoch
 */
export function formatRelativeTime(at: string, now: number): string {
  // What has happened is never said to come, even when AWS's clock and this one differ.
  const seconds = Math.min(0, Math.round((Date.parse(at) - now) / 1000));
  const [unit, size] =
    units.find(([, length]) => Math.abs(seconds) >= length) ??
    units[units.length - 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** An instant as "5 minutes ago", with the exact local time on hover. */
export const RelativeTime = (props: {
  /** ISO 8601 */
  at: string;
}) => (
  <time dateTime={props.at} title={exact.format(new Date(props.at))}>
    {formatRelativeTime(props.at, Date.now())}
  </time>
);
