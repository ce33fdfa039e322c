import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { after } from '../backoff';
import { PlanKeeper } from './PlanKeeper';
import { PlanStore } from './PlanStore';

const BATCH = 50;
/** How long a plan is remembered that AWS has no more. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** Deletes the plans in AWS that nobody needs any more: those of a crash, and of previews that nobody came back for. */
export class PlanSweeper {
  constructor(
    private readonly options: {
      store: PlanStore;
      keeper: PlanKeeper;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /** One run. What cannot be deleted now is tried again with the next one. */
  async run(signal?: AbortSignal): Promise<void> {
    const { store, keeper, clock, logger } = this.options;
    const now = clock.now();
    for (const plan of await store.listNeedless(now.toISOString(), BATCH)) {
      if (signal?.aborted) {
        return;
      }
      try {
        await keeper.sweep(plan);
      } catch (error) {
        logger.warn(
          `Plan ${plan.id} of ${plan.provisionedProduct.name} in target ${plan.target} could not be deleted: ${error}`,
        );
      }
    }
    await store.forget(after(now, -REMEMBERED_MS));
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
