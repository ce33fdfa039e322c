import { mockServices } from '@backstage/backend-test-utils';
import { orderPortalConfig } from '../__testUtils__/orderPortal';
import { readConfig } from '../config';
import { scheduleOrders } from './scheduleOrders';

describe('scheduleOrders', () => {
  /** Starts everything, and waits until a run of each target is under way. */
  async function start(
    run: (target: string, signal?: AbortSignal) => Promise<void>,
  ) {
    const lifecycle = mockServices.lifecycle.mock();
    const release = jest.fn(async () => {});
    const scheduler = mockServices.scheduler();
    const begun = new Set<string>();
    let allBegun: () => void = () => {};
    const underWay = new Promise<void>(resolve => {
      allBegun = resolve;
    });
    await scheduleOrders({
      config: readConfig(
        mockServices.rootConfig({
          data: orderPortalConfig('http://127.0.0.1:1'),
        }),
      ),
      approvals: { run: async () => {} },
      reconciler: {
        run: async (target, signal) => {
          if (begun.add(target).size === 2) {
            allBegun();
          }
          await run(target, signal);
        },
      },
      renewals: { run: async () => {} },
      stranded: { run: async () => {} },
      outbox: { deliverDue: async () => {} },
      claims: { release },
      scheduler,
      lifecycle,
      shutdownMs: 50,
    });
    for (const { id } of await scheduler.getScheduledTasks()) {
      scheduler.triggerTask(id);
    }
    await underWay;
    const [[shutDown]] = lifecycle.addShutdownHook.mock.calls;
    return { shutDown, release };
  }

  it('finishes what is under way before it gives the claims back', async () => {
    const done: string[] = [];
    const { shutDown, release } = await start(
      (target, signal) =>
        new Promise(resolve => {
          signal?.addEventListener('abort', () => {
            done.push(target);
            resolve();
          });
        }),
    );
    release.mockImplementation(async () => {
      done.push('released');
    });
    await shutDown();
    expect(done).toEqual(['sandbox', 'production', 'released']);
  });

  it('gives the claims back although a target hangs', async () => {
    const { shutDown, release } = await start(() => new Promise(() => {}));
    await shutDown();
    expect(release).toHaveBeenCalledTimes(1);
  });
});
