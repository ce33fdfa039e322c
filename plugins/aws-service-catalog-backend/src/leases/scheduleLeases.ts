import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { PluginConfig } from '../config';
import { OutboxDeliverer } from '../orders';
import { LeaseKeeper } from './LeaseKeeper';
import { StoredLease, StoredLeaseEvent } from './StoredLease';

const KEEP = 'look-after-leases';
const DELIVER = 'deliver-lease-events';

/** How what happened to leases gets told at once instead of with the next period. */
export function createLeaseWake(
  scheduler: SchedulerService,
  logger: LoggerService,
) {
  return () => {
    scheduler.triggerTask(DELIVER).catch(error => {
      logger.debug(`Task ${DELIVER} was not triggered: ${error}`);
    });
  };
}

/** Looks after leases once a minute in one of the replicas, and tells of them in every one. */
export async function scheduleLeases(options: {
  config: PluginConfig;
  keeper: Pick<LeaseKeeper, 'run'>;
  outbox: Pick<OutboxDeliverer<StoredLeaseEvent, StoredLease>, 'deliverDue'>;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
}): Promise<void> {
  const { config, keeper, outbox, scheduler, lifecycle } = options;
  const shutdown = new AbortController();
  lifecycle.addShutdownHook(() => shutdown.abort());
  await scheduler.scheduleTask({
    id: KEEP,
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 15 },
    fn: signal => keeper.run(AbortSignal.any([signal, shutdown.signal])),
  });
  await scheduler.scheduleTask({
    id: DELIVER,
    scope: 'local',
    frequency: config.reconcile.interval,
    timeout: { minutes: 5 },
    fn: signal => outbox.deliverDue(AbortSignal.any([signal, shutdown.signal])),
  });
}
