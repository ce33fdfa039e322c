import {
  LifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { PluginConfig } from '../config';
import { CostKeeper } from './CostKeeper';

/**
 * Schedules the reads of costs as a global task. It looks every hour whose turn it is; each payer account's comes once a day. Without a
 * payer account there is none.
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
    frequency: { hours: 1 },
    timeout: { minutes: 30 },
    fn: signal => keeper.run(AbortSignal.any([signal, shutdown.signal])),
  });
}
