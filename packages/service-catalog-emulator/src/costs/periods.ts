import { AwsError } from '../errors';

/** One of the periods that a query is answered in. */
export interface Period {
  from: number;
  to: number;
  /** As AWS writes them; the end is exclusive. */
  start: string;
  end: string;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/**
 * Cuts a time period into months (of the calendar), days or hours.
 *
 * @throws ValidationException when it has no length, or is too long for hours
 */
export function periods(
  { Start, End }: { Start: string; End: string },
  granularity: 'DAILY' | 'MONTHLY' | 'HOURLY',
): Period[] {
  const start = Date.parse(Start);
  const end = Date.parse(End);
  if (!(start < end)) {
    throw new AwsError(
      'ValidationException',
      'Start date (and hour) should be before end date (and hour)',
    );
  }
  if (granularity === 'HOURLY' && end - start > 14 * DAY) {
    throw new AwsError(
      'ValidationException',
      'Hourly granularity is available for the last 14 days only',
    );
  }
  const written = (time: number) =>
    granularity === 'HOURLY'
      ? new Date(time).toISOString().replace('.000Z', 'Z')
      : new Date(time).toISOString().slice(0, 10);
  const result: Period[] = [];
  for (let from = start; from < end; ) {
    const to = Math.min(end, next(from, granularity));
    result.push({ from, to, start: written(from), end: written(to) });
    from = to;
  }
  return result;
}

function next(time: number, granularity: string): number {
  if (granularity === 'MONTHLY') {
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  }
  return time + (granularity === 'DAILY' ? DAY : HOUR);
}
