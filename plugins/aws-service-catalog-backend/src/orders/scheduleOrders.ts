import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { PluginConfig } from '../config';
import { ApprovalKeeper } from './approvals/ApprovalKeeper';
import { OutboxDeliverer } from './outbox/OutboxDeliverer';
import { Reconciler } from './Reconciler';
import { TargetClaims } from './TargetClaims';

const RECONCILE = 'reconcile-orders';
const APPROVALS = 'look-after-approvals';
const DELIVER = 'deliver-order-events';

/** Every call to AWS ends within seconds; this only frees a worker that a defect has stuck. */
const timeout = { minutes: 5 };

/**
 * How orders get work done at once instead of with the next period. A run that is under way may pass by what is new: the next
 * one, seconds later, does not.
 */
export function createWake(scheduler: SchedulerService, logger: LoggerService) {
  const trigger = (id: string) => () => {
    scheduler.triggerTask(id).catch(error => {
      logger.debug(`Task ${id} was not triggered: ${error}`);
    });
  };
  return { reconciler: trigger(RECONCILE), outbox: trigger(DELIVER) };
}

/**
 * Runs the reconciler, the approvals and the outbox in every replica: targets are shared out among them by claims. At shutdown the step under
 * way is finished, and the claims are given back.
 */
export async function scheduleOrders(options: {
  config: PluginConfig;
  approvals: ApprovalKeeper;
  reconciler: Reconciler;
  outbox: OutboxDeliverer;
  claims: TargetClaims;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
}): Promise<void> {
  const { config, approvals, reconciler, outbox, claims } = options;
  const { scheduler, lifecycle } = options;
  const shutdown = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  lifecycle.addShutdownHook(async () => {
    shutdown.abort();
    await underWay;
    await claims.release();
  });
  const common = {
    scope: 'local',
    frequency: config.reconcile.interval,
    timeout,
  } as const;
  await scheduler.scheduleTask({
    ...common,
    id: RECONCILE,
    fn: async signal => {
      underWay = reconciler.run(AbortSignal.any([signal, shutdown.signal]));
      await underWay;
    },
  });
  await scheduler.scheduleTask({
    ...common,
    id: APPROVALS,
    fn: signal => approvals.run(AbortSignal.any([signal, shutdown.signal])),
  });
  await scheduler.scheduleTask({
    ...common,
    id: DELIVER,
    fn: signal => outbox.deliverDue(AbortSignal.any([signal, shutdown.signal])),
  });
}
