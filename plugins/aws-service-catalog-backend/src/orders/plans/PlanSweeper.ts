import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsErrorKind, isAwsCallError } from '../../aws';
import { PluginConfig } from '../../config';
import { after } from '../backoff';
import { PlanKeeper } from './PlanKeeper';
import { PlanStore, StoredPlan } from './PlanStore';

/** So many in a target and run. */
const BATCH = 50;
/** What meets the other plans of a target as well. */
const ofTheTarget: readonly AwsErrorKind[] = [
  'throttled',
  'unavailable',
  'access-denied',
  'credentials',
  'wrong-account',
];
/** How long a plan is remembered that AWS has no more. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** Deletes the plans in AWS that nobody needs any more: those of a crash, and of previews that nobody came back for. */
export class PlanSweeper {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'targets'>;
      store: PlanStore;
      keeper: PlanKeeper;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /** One run. What cannot be deleted now is tried again with the next one. */
  async run(signal?: AbortSignal): Promise<void> {
    const { config, store, clock } = this.options;
    const now = clock.now();
    for (const { name } of config.targets) {
      const plans = await store.listNeedless(name, now.toISOString(), BATCH);
      if (!(await this.sweepAll(plans, signal))) {
        return;
      }
    }
    await store.forget(after(now, -REMEMBERED_MS));
  }

  /** Sweeps up plans of one target, as long as it answers. Returns whether there is time for more. */
  private async sweepAll(
    plans: readonly StoredPlan[],
    signal?: AbortSignal,
  ): Promise<boolean> {
    const { keeper, logger } = this.options;
    for (const plan of plans) {
      if (signal?.aborted) {
        return false;
      }
      try {
        await keeper.sweep(plan);
      } catch (error) {
        logger.warn(
          `Plan ${plan.id} of ${plan.provisionedProduct.name} in target ${plan.target} could not be deleted: ${error}`,
        );
        if (isAwsCallError(error, ...ofTheTarget)) {
          return true;
        }
      }
    }
    return true;
  }
}

/** Has plans swept up every minute, by one replica. */
export async function schedulePlanSweeps(
  scheduler: SchedulerService,
  sweeper: PlanSweeper,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'sweep-plans',
    scope: 'global',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: signal => sweeper.run(signal),
  });
}
