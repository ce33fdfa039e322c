import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../config';
import { SyncStateStore } from '../targets';
import { TargetSync } from './TargetSync';

/** By so much later the scheduler gives up a sync that does not even end when its time is up. */
const GRACE_MS = 60_000;

const taskId = (target: string) => `sync-${target}`;

/**
 * How a target gets synced at once instead of with the next period: by any replica. A sync that is under way stays the only one.
 */
export function createSyncRequest(scheduler: SchedulerService) {
  return async (target: string): Promise<void> => {
    try {
      await scheduler.triggerTask(taskId(target));
    } catch (error) {
      // The scheduler's answer when the task is running.
      if (!isError(error) || error.name !== 'ConflictError') {
        throw error;
      }
    }
  };
}

/**
 * Schedules one global task per target, and begins at once with the targets whose copy is missing or older than one period:
 * the scheduler's own first run may be as far away as that, and further after a crash.
 */
export async function scheduleSyncs(options: {
  config: PluginConfig;
  sync: TargetSync;
  states: SyncStateStore;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
  clock: ClockService;
  logger: LoggerService;
}): Promise<void> {
  const { config, sync, states, scheduler, lifecycle, clock, logger } = options;
  const { frequency } = config.sync;
  const timeoutMs = durationToMilliseconds(config.sync.timeout);
  const shutdown = new AbortController();
  lifecycle.addShutdownHook(() => shutdown.abort());
  const stopping = (...signals: AbortSignal[]) =>
    AbortSignal.any([
      ...signals,
      shutdown.signal,
      AbortSignal.timeout(timeoutMs),
    ]);
  const freshness = await states.freshness();
  const oldest = clock.now().getTime() - durationToMilliseconds(frequency);
  for (const { name } of config.targets) {
    await scheduler.scheduleTask({
      id: taskId(name),
      scope: 'global',
      frequency,
      timeout: { milliseconds: timeoutMs + GRACE_MS },
      fn: signal => sync.run(name, stopping(signal)),
    });
    const { syncedAt } = freshness.get(name) ?? {};
    if (!syncedAt || Date.parse(syncedAt) < oldest) {
      sync.run(name, stopping()).catch(error => {
        logger.error(`The first sync of target ${name} failed: ${error}`);
      });
    }
  }
}
