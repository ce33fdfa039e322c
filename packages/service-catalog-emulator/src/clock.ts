/**
 * The emulator's clock. Every status the emulator reports is a function of it.
 *
 * @public
 */
export interface EmulatorClock {
  /** Milliseconds since the epoch, in emulator time. */
  now(): number;
  /**
   * Moves emulator time forward.
   *
   * @param seconds - zero or more; fractions are allowed
   */
  advance(seconds: number): void;
}

/**
 * How emulator time passes.
 *
 * @public
 */
export interface ClockOptions {
  /** `real` follows the wall clock; `manual` stands still until it is advanced. */
  mode: 'real' | 'manual';
  /** For `real`: emulator seconds per real second. Default 1. */
  speed?: number;
  /** Where emulator time begins, in milliseconds since the epoch. Default: the wall clock. */
  start?: number;
}

/**
 * Creates a clock. Both modes can be advanced; a real clock just keeps running as well.
 *
 * @param wallClock - the source of real time, replaced in the package's own tests
 */
export function createClock(
  options: ClockOptions,
  wallClock: () => number = Date.now,
): EmulatorClock {
  const speed = options.mode === 'manual' ? 0 : options.speed ?? 1;
  if (!Number.isFinite(speed) || speed < 0) {
    throw new Error(
      `The clock's speed must be a number above 0, got ${options.speed}`,
    );
  }
  const wallStart = wallClock();
  let base = options.start ?? wallStart;
  return {
    now: () => base + Math.round((wallClock() - wallStart) * speed),
    advance: seconds => {
      if (!Number.isFinite(seconds) || seconds < 0) {
        throw new Error(
          `A clock advances by zero or more seconds, got ${seconds}`,
        );
      }
      base += Math.round(seconds * 1000);
    },
  };
}
