import { StoredOrder } from './StoredOrder';

/** How often a running order is polled, by its age: both in seconds. Each interval divides the next. */
const paces = [
  { untilAge: 30, interval: 5 },
  { untilAge: 120, interval: 10 },
  { untilAge: 600, interval: 30 },
  { untilAge: Infinity, interval: 60 },
];

/**
 * When to look at an order next that AWS is working on.
 *
 * The instants lie on a grid, every 5, 10, 30 or 60 seconds of the clock, so that the orders of a target become due together
 * and one search serves them all.
 *
 * @param since - when AWS accepted it, ISO 8601
 * @returns ISO 8601
 */
export function nextPollAt(since: string, now: Date): string {
  const ageSeconds = (now.getTime() - Date.parse(since)) / 1000;
  const { interval } =
    paces.find(({ untilAge }) => ageSeconds < untilAge) ??
    paces[paces.length - 1];
  const intervalMs = interval * 1000;
  const next = (Math.floor(now.getTime() / intervalMs) + 1) * intervalMs;
  return new Date(next).toISOString();
}

/** Since when AWS works on an order, as far as is known. */
export function workingSince(order: StoredOrder): string {
  const { acceptedAt, sentAt, remnant } = order.progress;
  return acceptedAt ?? sentAt ?? remnant?.sentAt ?? order.updatedAt;
}
