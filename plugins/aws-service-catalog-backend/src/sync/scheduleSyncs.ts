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
  const { frequency, timeout } = config.sync;
  const shutdown = new AbortController();
  lifecycle.addShutdownHook(() => shutdown.abort());
  const freshness = await states.freshness();
  const oldest = clock.now().getTime() - durationToMilliseconds(frequency);
  for (const { name } of config.targets) {
    await scheduler.scheduleTask({
      id: taskId(name),
      scope: 'global',
      frequency,
      timeout,
      fn: signal => sync.run(name, signal),
    });
    const { syncedAt } = freshness.get(name) ?? {};
    if (!syncedAt || Date.parse(syncedAt) < oldest) {
      const signal = AbortSignal.any([
        shutdown.signal,
        AbortSignal.timeout(durationToMilliseconds(timeout)),
      ]);
      sync.run(name, signal).catch(error => {
        logger.error(`The first sync of target ${name} failed: ${error}`);
      });
    }
  }
}
