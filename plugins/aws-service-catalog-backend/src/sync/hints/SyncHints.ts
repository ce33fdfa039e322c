import { LoggerService } from '@backstage/backend-plugin-api';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets } from '../../aws';
import { InventoryRefresher } from '../../provisionedProducts';
import { parseStackEvent } from './parseStackEvent';

/** So many provisioned products wait to be read at most; what comes then is left to the next sync. */
const MOST_WAITING = 1_000;
/** So many are read in one run. */
const MOST_AT_ONCE = 20;
/** A stack that goes on changing is read at the latest after so many delays. */
const LONGEST_DELAYS = 6;

type Waiting = {
  target: string;
  id: string;
  dueMs: number;
  /** When it is read, however many events follow. */
  latestMs: number;
};

/**
 * Takes events of CloudFormation as hints for what to read ahead of the next sync. Nothing depends on them: one that is lost, late or
 * wrong costs nothing but the time until that sync. They wait in this replica, because they are not worth more.
 */
export class SyncHints {
  private readonly waiting = new Map<string, Waiting>();
  private readonly logged = new Set<string>();

  constructor(
    private readonly options: {
      targets: AwsTargets;
      refresher: Pick<InventoryRefresher, 'refresh'>;
      clock: ClockService;
      logger: LoggerService;
      /** How long a hint waits: the events of a stack come one after the other, and Service Catalog follows behind. */
      delayMs: number;
    },
  ) {}

  /** Takes an event; one that is no use is ignored. */
  note(payload: unknown): void {
    const parsed = parseStackEvent(payload);
    if (parsed.kind === 'malformed') {
      this.warnOnce(`An event is ignored: ${parsed.reason}`);
    }
    if (parsed.kind !== 'hint') {
      return;
    }
    const { accountId, region, provisionedProductId: id } = parsed.hint;
    const target = this.options.targets
      .list()
      .find(each => each.accountId === accountId && each.region === region);
    if (target) {
      this.wait(target.name, id);
    }
  }

  /** Reads what is due, as far as the targets' pace allows. */
  async run(signal?: AbortSignal): Promise<void> {
    const nowMs = this.options.clock.now().getTime();
    const due = [...this.waiting]
      .filter(
        ([, { target, dueMs }]) =>
          dueMs <= nowMs && this.options.targets.get(target).pace.mayCall(),
      )
      .slice(0, MOST_AT_ONCE);
    for (const [key, { target, id }] of due) {
      if (signal?.aborted) {
        return;
      }
      this.waiting.delete(key);
      await this.read(target, id);
    }
  }

  private wait(target: string, id: string): void {
    const { clock, delayMs } = this.options;
    const key = `${target}/${id}`;
    const nowMs = clock.now().getTime();
    const before = this.waiting.get(key);
    if (!before && this.waiting.size >= MOST_WAITING) {
      this.warnOnce(
        `More than ${MOST_WAITING} changed stacks wait to be read: the next sync reads the others`,
      );
      return;
    }
    const latestMs = before?.latestMs ?? nowMs + LONGEST_DELAYS * delayMs;
    this.waiting.set(key, {
      target,
      id,
      dueMs: Math.min(nowMs + delayMs, latestMs),
      latestMs,
    });
  }

  private async read(target: string, id: string): Promise<void> {
    const { refresher, logger } = this.options;
    try {
      await refresher.refresh(target, id);
    } catch (error) {
      logger.warn(
        `Provisioned product ${id} of target ${target}, whose stack has changed, could not be read before the next sync: ${error}`,
      );
    }
  }

  private warnOnce(message: string): void {
    if (!this.logged.has(message)) {
      this.logged.add(message);
      this.options.logger.warn(message);
    }
  }
}
