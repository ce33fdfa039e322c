import {
  LifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { PluginConfig } from '../config';
import { CostKeeper, lookEveryMs } from './CostKeeper';

/**
 * Schedules the reads of costs as a global task. It looks every hour at least whose turn it is; each payer account's comes once a
 * day, unless it is configured otherwise. Without a payer account there is no task.
 */
export async function scheduleCosts(options: {
  config: PluginConfig;
  keeper: CostKeeper;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
}): Promise<void> {
  const { config, keeper, scheduler, lifecycle } = options;
  if (config.costs.payers.length === 0) {
    return;
  }
  const shutdown = new AbortController();
  lifecycle.addShutdownHook(() => shutdown.abort());
  await scheduler.scheduleTask({
    id: 'read-costs',
    scope: 'global',
    frequency: { milliseconds: lookEveryMs(config.costs) },
    timeout: { minutes: 30 },
    fn: signal => keeper.run(AbortSignal.any([signal, shutdown.signal])),
  });
}
