import { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  HealthResponse,
  ListTargetsResponse,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { assertUser, Caller } from '../authorize';
import { PluginConfig } from '../config';
import { Freshness, SyncStateStore } from './SyncStateStore';

/** Says how the targets are. */
export class TargetsService {
  constructor(
    private readonly options: {
      config: PluginConfig;
      syncStates: SyncStateStore;
      /** Has a target synced soon; does nothing while a sync is under way. */
      requestSync: (target: string) => Promise<void>;
      logger: LoggerService;
    },
  ) {}

  /** The targets that serve the caller, in order of configuration. */
  async listTargets(caller: Caller): Promise<ListTargetsResponse> {
    return { items: await this.statuses(caller) };
  }

  /**
   * Has a target synced without waiting for the next period.
   *
   * @returns how the target is now: the sync has not ended yet
   * @throws NotAllowedError unless the caller is a user who is an operator
   * @throws NotFoundError when there is no such target
   */
  async sync(caller: Caller, name: string): Promise<TargetStatus> {
    assertUser(caller);
    if (!caller.isOperator) {
      throw new NotAllowedError('Only operators may have a target synced');
    }
    const status = (await this.statuses(caller)).find(
      target => target.name === name,
    );
    if (!status) {
      throw new NotFoundError(`There is no target '${name}'`);
    }
    await this.options.requestSync(name);
    return status;
  }

  /** When each target was last read, by name. */
  async freshness(): Promise<Map<string, Freshness>> {
    return this.options.syncStates.freshness();
  }

  /** The targets that serve the caller, for lists that show how old they are. */
  async statuses(caller: Caller): Promise<TargetStatus[]> {
    const freshness = await this.options.syncStates.freshness();
    return this.options.config.targets
      .filter(({ name }) => caller.targets.has(name))
      .map(({ name, accountId, region }) => ({
        name,
        accountId,
        region,
        syncedAt: freshness.get(name)?.syncedAt,
        syncError: freshness.get(name)?.error,
      }));
  }

  /** Whether the database answers and the copies are fresh. It never throws. */
  async health(): Promise<HealthResponse> {
    let freshness: Map<string, Freshness>;
    try {
      freshness = await this.options.syncStates.freshness();
    } catch (error) {
      this.options.logger.error(`The database does not answer: ${error}`);
      return { status: 'degraded', database: 'failed', targets: 'pending' };
    }
    const states = this.options.config.targets.map(({ name }) =>
      freshness.get(name),
    );
    if (states.some(state => state?.error)) {
      return { status: 'degraded', database: 'ok', targets: 'failed' };
    }
    const isPending = states.some(state => !state?.syncedAt);
    return {
      status: 'ok',
      database: 'ok',
      targets: isPending ? 'pending' : 'ok',
    };
  }
}
