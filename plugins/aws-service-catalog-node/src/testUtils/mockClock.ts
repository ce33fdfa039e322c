import { createServiceFactory } from '@backstage/backend-plugin-api';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { ClockService, clockServiceRef } from '../clockService';

/**
 * A clock that stands still until a test moves it.
 *
 * @public
 */
export interface MockClock extends ClockService {
  /** Moves the clock forward. */
  advance(duration: HumanDuration): void;
}

/**
 * Creates a clock that stands still until it is told to advance.
 *
 * @param options - where it stands at first; default 2026-01-01T00:00:00Z
 * @public
 */
export function mockClock(options?: { now?: Date }): MockClock {
  let time = (options?.now ?? new Date('2026-01-01T00:00:00Z')).getTime();
  return {
    now: () => new Date(time),
    advance: duration => {
      time += durationToMilliseconds(duration);
    },
  };
}

/**
 * Mock functionality for the clock.
 *
 * @public
 */
export namespace mockClock {
  /**
   * Installs a clock in a test backend.
   *
   * @param clock - any object that tells the time, for example `mockClock()` or one that reads an emulator's clock
   */
  export const factory = (clock: ClockService = mockClock()) =>
    createServiceFactory({
      service: clockServiceRef,
      deps: {},
      factory: () => clock,
    });
}
