import { addMonths, monthOf, startOfMonth } from './months';

const DAY_MS = 24 * 60 * 60_000;

/** The mean length of a month. */
const DAYS_PER_MONTH = 365.25 / 12;

/** Less than that tells nothing about the rest of the month. */
const SHORTEST_FOR_FORECAST_MS = DAY_MS;

/** Less than that tells nothing about others of the same product. */
const SHORTEST_FOR_RATE_MS = 7 * DAY_MS;

/** What is known of something that costs. */
type Spending = {
  createdAt: Date;
  /** From the first day of the month to now. */
  monthToDate: number;
  lastMonth: number;
};

/**
 * What something that runs will have cost at the end of the month, if it goes on as it did since the month, or it itself, began. AWS's
 * own forecasts cannot be asked for by tag.
 *
 * @returns undefined when it has not run for a day of this month and not the whole of the last
 */
export function forecastMonth(
  { createdAt, monthToDate, lastMonth }: Spending,
  now: Date,
): number | undefined {
  const month = monthOf(now);
  const startMs = startOfMonth(month).getTime();
  const endMs = startOfMonth(addMonths(month, 1)).getTime();
  const leftMs = endMs - now.getTime();
  const ranMs = now.getTime() - Math.max(startMs, createdAt.getTime());
  if (ranMs >= SHORTEST_FOR_FORECAST_MS) {
    return monthToDate + (monthToDate / ranMs) * leftMs;
  }
  const lastStartMs = startOfMonth(addMonths(month, -1)).getTime();
  return createdAt.getTime() <= lastStartMs
    ? monthToDate + (lastMonth / (startMs - lastStartMs)) * leftMs
    : undefined;
}

/**
 * What something that runs costs per month: the last month, if it ran for the whole of it, else the mean since it was made.
 *
 * @returns undefined when it has not run for a week
 */
export function monthlyRate(
  { createdAt, monthToDate, lastMonth }: Spending,
  now: Date,
): number | undefined {
  const lastStart = startOfMonth(addMonths(monthOf(now), -1));
  if (createdAt <= lastStart) {
    return lastMonth;
  }
  const ranMs = now.getTime() - createdAt.getTime();
  return ranMs >= SHORTEST_FOR_RATE_MS
    ? ((monthToDate + lastMonth) / ranMs) * DAYS_PER_MONTH * DAY_MS
    : undefined;
}
