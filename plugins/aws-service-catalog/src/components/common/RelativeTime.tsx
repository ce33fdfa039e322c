import { formatExactInstant, formatInstant } from './instant';

const units: Array<[Intl.RelativeTimeFormatUnit, seconds: number]> = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function format(seconds: number): string {
  const [unit, size] =
    units.find(([, length]) => Math.abs(seconds) >= length) ??
    units[units.length - 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/**
 * How long ago something happened, in the largest unit that fits, for example "5 minutes ago".
 *
 * @param at - ISO 8601
 * @param now - milliseconds since the epoch
 */
export function formatRelativeTime(at: string, now: number): string {
  // What has happened is never said to come, even when AWS's clock and this one differ.
  return format(Math.min(0, Math.round((Date.parse(at) - now) / 1000)));
}

/**
 * How long there is until something, for example "in 5 minutes"; undefined when the time is over.
 *
 * @param at - ISO 8601
 * @param now - milliseconds since the epoch
 */
function formatTimeLeft(at: string, now: number): string | undefined {
  const seconds = Math.floor((Date.parse(at) - now) / 1000);
  return seconds > 0 ? format(seconds) : undefined;
}

/** An instant as "5 minutes ago", with the exact local time on hover. */
export const RelativeTime = (props: {
  /** ISO 8601 */
  at: string;
}) => (
  <time dateTime={props.at} title={formatExactInstant(props.at)}>
    {formatRelativeTime(props.at, Date.now())}
  </time>
);

/** A time by which something has to be done: when that is, and how long it still takes. */
export const Deadline = (props: {
  /** ISO 8601 */
  at: string;
}) => (
  <time dateTime={props.at} title={formatExactInstant(props.at)}>
    {`${formatInstant(props.at)} (${
      formatTimeLeft(props.at, Date.now()) ?? 'over'
    })`}
  </time>
);
