import { setTimeout as sleep } from 'node:timers/promises';
import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { PluginConfig } from '../config';
import { ApprovalKeeper } from './approvals/ApprovalKeeper';
import { OutboxDeliverer } from './outbox/OutboxDeliverer';
import { Reconciler } from './Reconciler';
import { RenewalRunner } from './RenewalRunner';
import { StrandedOrders } from './StrandedOrders';
import { TargetClaims } from './TargetClaims';

const reconcile = (target: string) => `reconcile-orders-${target}`;
const APPROVALS = 'look-after-approvals';
const RENEWALS = 'renew-leases';
const STRANDED = 'look-after-stranded-orders';
const DELIVER = 'deliver-order-events';

/** Every call to AWS ends within seconds; this only frees a worker that a defect has stuck. */
const timeout = { minutes: 5 };

/** How long a shutdown waits for the steps under way: longer than a call to AWS takes, shorter than the usual grace period. */
const SHUTDOWN_MS = 20_000;

/**
 * How orders get work done at once instead of with the next period. A run that is under way may pass by what is new: the next
 * one, seconds later, does not.
 */
export function createWake(
  scheduler: SchedulerService,
  logger: LoggerService,
  { targets }: Pick<PluginConfig, 'targets'>,
) {
  const trigger = (id: string) => () => {
    scheduler.triggerTask(id).catch(error => {
      logger.debug(`Task ${id} was not triggered: ${error}`);
    });
  };
  const reconcilers = targets.map(({ name }) => trigger(reconcile(name)));
  return {
    reconciler: () =>
      [...reconcilers, trigger(RENEWALS)].forEach(wake => wake()),
    outbox: trigger(DELIVER),
  };
}

/**
 * Runs the reconciler, the approvals and the outbox in every replica: targets are shared out among them by claims. Each target
 * has a task of its own, so that one that is slow holds up no other. At shutdown the steps under way are finished, unless one
 * hangs, and the claims are given back.
 */
export async function scheduleOrders(options: {
  config: PluginConfig;
  approvals: Pick<ApprovalKeeper, 'run'>;
  reconciler: Pick<Reconciler, 'run'>;
  renewals: Pick<RenewalRunner, 'run'>;
  stranded: Pick<StrandedOrders, 'run'>;
  outbox: Pick<OutboxDeliverer, 'deliverDue'>;
  claims: Pick<TargetClaims, 'release'>;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
  /** How long a shutdown waits for what is under way, in milliseconds. */
  shutdownMs?: number;
}): Promise<void> {
  const { config, approvals, reconciler, stranded, outbox, claims } = options;
  const { scheduler, lifecycle } = options;
  const shutdown = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  lifecycle.addShutdownHook(async () => {
    shutdown.abort();
    // Giving back the claim of one that hangs does no harm: orders are saved by compare-and-swap and sent with saved tokens.
    await Promise.race([
      Promise.allSettled(underWay.values()),
      sleep(options.shutdownMs ?? SHUTDOWN_MS, undefined, { ref: false }),
    ]);
    await claims.release();
  });
  const common = {
    scope: 'local',
    frequency: config.reconcile.interval,
    timeout,
  } as const;
  for (const { name } of config.targets) {
    await scheduler.scheduleTask({
      ...common,
      id: reconcile(name),
      fn: async signal => {
        const run = reconciler.run(
          name,
          AbortSignal.any([signal, shutdown.signal]),
        );
        underWay.set(name, run);
        await run;
      },
    });
  }
  await scheduler.scheduleTask({
    ...common,
    id: APPROVALS,
    fn: signal => approvals.run(AbortSignal.any([signal, shutdown.signal])),
  });
  await scheduler.scheduleTask({
    ...common,
    id: RENEWALS,
    fn: signal =>
      options.renewals.run(AbortSignal.any([signal, shutdown.signal])),
  });
  await scheduler.scheduleTask({
    ...common,
    id: STRANDED,
    // They have waited for minutes, and may go on doing so.
    frequency: { minutes: 1 },
    fn: signal => stranded.run(AbortSignal.any([signal, shutdown.signal])),
  });
  await scheduler.scheduleTask({
    ...common,
    id: DELIVER,
    fn: signal => outbox.deliverDue(AbortSignal.any([signal, shutdown.signal])),
  });
}
