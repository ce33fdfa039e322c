import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { BackendFeature } from '@backstage/backend-plugin-api';
import { ClockService, clockServiceRef } from './clockService';
import { mockClock } from './testUtils';

async function clocksOf(features: BackendFeature[]): Promise<ClockService[]> {
  const clocks: ClockService[] = [];
  const plugins = ['a', 'b'].map(pluginId =>
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: { clock: clockServiceRef },
          async init({ clock }) {
            clocks.push(clock);
          },
        });
      },
    }),
  );
  await startTestBackend({ features: [...plugins, ...features] });
  return clocks;
}

describe('clockServiceRef', () => {
  it('tells the system time unless told otherwise', async () => {
    const [clock] = await clocksOf([]);

    const before = Date.now();
    const now = clock.now().getTime();

    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('is one clock for all plugins, and a test can move it', async () => {
    const clock = mockClock({ now: new Date('2026-03-01T12:00:00Z') });
    const clocks = await clocksOf([mockClock.factory(clock)]);

    clock.advance({ hours: 36 });

    expect(clocks.map(each => each.now().toISOString())).toEqual([
      '2026-03-03T00:00:00.000Z',
      '2026-03-03T00:00:00.000Z',
    ]);
  });
});
