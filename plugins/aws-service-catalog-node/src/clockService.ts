import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/**
 * Where the plugins read the time. Nothing else, SQL included, asks for the current time.
 *
 * @public
 */
export interface ClockService {
  now(): Date;
}

/**
 * The clock of the whole backend: the system's, unless another factory is installed.
 *
 * @remarks
 *
 * Tests install `mockClock` of `backstage-plugin-aws-service-catalog-node/testUtils`, or a factory that reads an
 * emulator's clock, so that hours pass without waiting.
 *
 * @public
 */
export const clockServiceRef = createServiceRef<ClockService>({
  id: 'aws-service-catalog.clock',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({ now: () => new Date() }),
    }),
});
