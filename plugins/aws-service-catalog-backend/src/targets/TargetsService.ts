import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  HealthResponse,
  ListTargetsResponse,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { durationToMilliseconds } from '@backstage/types';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Caller } from '../authorize';
import { PluginConfig } from '../config';
import { Freshness, SyncStateStore } from './SyncStateStore';

const STALE = 'No sync has succeeded for longer than it should take.';

/** How the copy of a target is. */
type CopyState = Freshness & {
  /** Whether it is older than it may become while syncs succeed. */
  isStale: boolean;
};

/** How the copies of all targets are. */
export type CopiesHealth = Pick<HealthResponse, 'targets' | 'syncedAt'>;

/** Says how the targets are. */
export class TargetsService {
  private readonly startedAtMs: number;

  constructor(
    private readonly options: {
      config: PluginConfig;
      clock: ClockService;
      syncStates: SyncStateStore;
      /** What keeps orders from being worked on, by target. */
      readPauses: () => Promise<ReadonlyMap<string, TargetStatus['pause']>>;
      /** Has a target synced soon; does nothing while a sync is under way. */
      requestSync: (target: string) => Promise<void>;
    },
  ) {
    this.startedAtMs = options.clock.now().getTime();
  }

  /** The targets that serve the caller, in order of configuration. */
  async listTargets(caller: Caller): Promise<ListTargetsResponse> {
    return {
      items: await this.statusesInDetail(caller),
      operator: caller.principal === 'user' && caller.isOperator,
    };
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
    const status = (await this.statusesInDetail(caller)).find(
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
  async statuses(caller: Pick<Caller, 'targets'>): Promise<TargetStatus[]> {
    const states = await this.copyStates();
    return this.options.config.targets
      .filter(({ name }) => caller.targets.has(name))
      .map(({ name, accountId, region }) => {
        const { syncedAt, error, isStale } = states.get(name) ?? {};
        const syncError = error ?? (isStale ? STALE : undefined);
        return { name, accountId, region, syncedAt, syncError };
      });
  }

  /**
   * Whether the copies are fresh.
   *
   * @throws what the database throws
   */
  async health(): Promise<CopiesHealth> {
    const states = [...(await this.copyStates()).values()];
    const times = states.map(({ syncedAt }) => syncedAt);
    const syncedAt = times.includes(undefined) ? undefined : times.sort()[0];
    return { targets: summarize(states), syncedAt };
  }

  /** {@link statuses}, with what only operators are told. */
  private async statusesInDetail(caller: Caller): Promise<TargetStatus[]> {
    const statuses = await this.statuses(caller);
    if (!caller.isOperator) {
      return statuses;
    }
    const pauses = await this.options.readPauses();
    return statuses.map(status => ({
      ...status,
      pause: pauses.get(status.name),
    }));
  }

  /** How the copy of each configured target is, by name. */
  private async copyStates(): Promise<Map<string, CopyState>> {
    const { config, clock, syncStates } = this.options;
    const freshness = await syncStates.freshness();
    // A sync begins with every period and ends with its time; one of two may have been stopped by a restart.
    const oldestMs =
      clock.now().getTime() -
      2 *
        (durationToMilliseconds(config.sync.frequency) +
          durationToMilliseconds(config.sync.timeout));
    return new Map(
      config.targets.map(({ name }) => {
        const { syncedAt, error } = freshness.get(name) ?? {};
        const sinceMs = syncedAt ? Date.parse(syncedAt) : this.startedAtMs;
        return [name, { syncedAt, error, isStale: sinceMs < oldestMs }];
      }),
    );
  }
}

function summarize(states: readonly CopyState[]): HealthResponse['targets'] {
  if (states.some(({ error }) => error)) {
    return 'failed';
  }
  if (states.some(({ isStale }) => isStale)) {
    return 'stale';
  }
  return states.every(({ syncedAt }) => syncedAt) ? 'ok' : 'pending';
}
