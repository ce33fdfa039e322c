const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A duration in the one or two units that matter: `42 s`, `3 min 5 s`, `2 h 10 min`.
 *
 * @param ms - milliseconds; a negative one, from clocks that differ, counts as zero
 */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms / SECOND)) * SECOND;
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const seconds = (whole % MINUTE) / SECOND;
  if (hours > 0) {
    return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  }
  if (minutes > 0) {
    return seconds > 0 ? `${minutes} min ${seconds} s` : `${minutes} min`;
  }
  return `${seconds} s`;
}
