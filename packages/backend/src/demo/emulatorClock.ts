import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { clockServiceRef } from 'backstage-plugin-aws-service-catalog-node';

const ASK_EVERY_MS = 500;

/**
 * The clock of the emulator as the clock of the backend, where `demo.emulatorUrl` is configured: whoever advances the emulator
 * by a day, to see an approval expire, advances the portal with it.
 */
export default createServiceFactory({
  service: clockServiceRef,
  deps: {
    config: coreServices.rootConfig,
    logger: coreServices.rootLogger,
  },
  async factory({ config, logger }) {
    const url = config.getOptionalString('demo.emulatorUrl');
    let aheadMs = 0;
    if (url) {
      const ask = async () => {
        try {
          const response = await fetch(`${url}/_emulator/health`, {
            signal: AbortSignal.timeout(2_000),
          });
          const { now }: { now: number } = await response.json();
          aheadMs = now - Date.now();
        } catch (error) {
          // It goes on with what it knew.
          logger.debug(`The emulator does not tell the time: ${error}`);
        }
      };
      await ask();
      // It keeps no process from ending.
      setInterval(ask, ASK_EVERY_MS).unref();
    }
    return { now: () => new Date(Date.now() + aheadMs) };
  },
});
