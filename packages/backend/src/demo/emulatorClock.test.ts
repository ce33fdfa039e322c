import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { createEmulator } from 'service-catalog-emulator';
import emulatorClockFactory from './emulatorClock';

const HOUR_MS = 3600_000;

describe('the clock of the demo', () => {
  async function clockOf(emulatorUrl?: string) {
    const data = emulatorUrl ? { demo: { emulatorUrl } } : {};
    return ServiceFactoryTester.from(emulatorClockFactory, {
      dependencies: [mockServices.rootConfig.factory({ data })],
    }).getSubject();
  }

  it('is that of the emulator', async () => {
    const emulator = await createEmulator({ port: 0 });
    try {
      emulator.clock.advance(3600);
      const clock = await clockOf(emulator.url);
      const aheadMs = clock.now().getTime() - Date.now();
      expect(Math.abs(aheadMs - HOUR_MS)).toBeLessThan(10_000);
    } finally {
      await emulator.close();
    }
  });

  it.each([undefined, 'http://127.0.0.1:1'])(
    "is the system's where the emulator is %s",
    async url => {
      const clock = await clockOf(url);
      expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    },
  );
});
