import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTarget, AwsTargets } from '../aws';
import { SyncOutcome } from '../database/removeMissing';
import { syncProducts } from '../products';
import {
  InventoryStore,
  syncProvisionedProducts,
} from '../provisionedProducts';
import { Inventory, SyncStateStore } from '../targets';
import { describeFailure, isTimeout } from './describeFailure';

/** Brings our copy of one target at a time up to date. */
export class TargetSync {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly options: {
      knex: Knex;
      targets: AwsTargets;
      inventory: InventoryStore;
      states: SyncStateStore;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /**
   * Syncs a target's products and provisioned products. A call while one is under way in this process joins it. Trouble with
   * AWS is noted and logged and does not throw: the last good copy stays.
   *
   * @param signal - aborted with a `TimeoutError`: the sync has taken too long, which is noted; otherwise it is only stopped
   *
   * @throws NotFoundError when there is no such target
   * @throws what the database throws
   */
  async run(targetName: string, signal?: AbortSignal): Promise<void> {
    const underWay = this.running.get(targetName);
    if (underWay) {
      return underWay;
    }
    const target = this.options.targets.get(targetName);
    const work = this.sync(target, signal).finally(() =>
      this.running.delete(targetName),
    );
    this.running.set(targetName, work);
    return work;
  }

  private async sync(target: AwsTarget, signal?: AbortSignal): Promise<void> {
    const { knex, clock, inventory } = this.options;
    await this.attempt(target, 'products', signal, () =>
      syncProducts(knex, target, { clock, signal }),
    );
    await this.attempt(target, 'provisioned-products', signal, () =>
      syncProvisionedProducts(knex, target, {
        store: inventory,
        clock,
        signal,
      }),
    );
  }

  private async attempt(
    target: AwsTarget,
    inventory: Inventory,
    signal: AbortSignal | undefined,
    sync: () => Promise<SyncOutcome>,
  ): Promise<void> {
    const { states, clock, logger } = this.options;
    const at = () => clock.now().toISOString();
    try {
      await target.verifyAccount();
      const { seen, written, removed, missing } = await sync();
      await states.succeeded(target.name, inventory, at());
      logger.debug(
        `Synced ${inventory} of target ${target.name}: ${seen} seen, ${written} written, ${removed} removed`,
      );
      if (missing > 0) {
        logger.info(
          `AWS no longer shows ${missing} ${inventory} of target ${target.name}: they are kept until the next sync says the same`,
        );
      }
    } catch (error) {
      // What broke off follows from the signal then, and says less.
      const reason: unknown = signal?.aborted ? signal.reason : error;
      if (signal?.aborted && !isTimeout(reason)) {
        logger.info(`Stopped to sync ${inventory} of target ${target.name}`);
        return;
      }
      logger.warn(
        `Could not sync ${inventory} of target ${target.name}: ${reason}`,
      );
      await states.failed(
        target.name,
        inventory,
        at(),
        describeFailure(reason),
      );
    }
  }
}
