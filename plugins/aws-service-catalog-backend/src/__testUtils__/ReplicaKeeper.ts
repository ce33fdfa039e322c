import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from './createRandom';
import { PortalBundle } from './portalBundle';
import {
  KillBoundary,
  poll,
  PortalProcess,
  PortalProcessOptions,
  SentNotification,
  SpawnedProcess,
  startPortalProcess,
  ToldEvent,
} from './portalProcess';

/** A boundary at which replicas kill themselves. */
type Trap = { boundary: KillBoundary; hasKilled: boolean };

/** The place of one replica: a process follows the other in it. */
type Place = {
  /** The one that runs or starts, or was the last to. */
  spawned?: SpawnedProcess;
  /** The last one that was ready. */
  process?: PortalProcess;
  /** The trap that it knows of. */
  trap?: Trap;
};

/** How many of those that are killed at random may still be starting. */
const STARTING_SHARE = 0.15;
/** How long those that are killed at random have run at most. */
const LONGEST_LIFE_MS = 1_500;

/** Keeps replicas of the plugin running: whoever dies is started again, as an orchestrator would do it. */
export class ReplicaKeeper {
  /** What other plugins were told, in the order in which it was heard. */
  readonly told: ToldEvent[] = [];
  /** What users were notified of, in the order in which it was heard. */
  readonly notified: SentNotification[] = [];
  /** How long each start took until the replica answered, in milliseconds. */
  readonly startTimes: number[] = [];
  /** How many were killed. */
  kills = 0;
  private readonly places: Place[] = [];
  private readonly runs: Promise<void>[] = [];
  private trap?: Trap;
  private isOver = false;
  private failure?: unknown;

  constructor(
    private readonly bundle: PortalBundle,
    private readonly options: PortalProcessOptions,
  ) {}

  /** Starts replicas one after the other: the first one creates the tables. */
  async start(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const place: Place = {};
      this.places.push(place);
      this.runs.push(
        this.keepRunning(place).catch(error => {
          this.failure = error;
        }),
      );
      await this.untilAllRun();
    }
  }

  /**
   * One of those that run.
   *
   * @throws Error when a replica has ended without having been killed
   */
  async findAny(random: SeededRandom): Promise<PortalProcess> {
    return poll('a replica that runs', async () => {
      this.assertWell();
      const running = this.running();
      return running.length > 0 ? random.pick(running) : undefined;
    });
  }

  /**
   * Kills the first replica that crosses the boundary.
   *
   * @param provoke - lets something happen in which a replica should cross it. Called as soon as all of them, and whoever comes
   * after them, would be killed; and again when it is over and nobody was, because a lost answer, or what others do at the same
   * time, made a replica go another way
   */
  async killAt(
    boundary: KillBoundary,
    provoke: () => Promise<void>,
  ): Promise<void> {
    const trap: Trap = { boundary, hasKilled: false };
    await this.set(trap);
    let isOver = true;
    await poll(`a replica that crosses ${boundary}`, async () => {
      this.assertWell();
      if (isOver && !trap.hasKilled) {
        isOver = false;
        provoke().then(
          () => {
            isOver = true;
          },
          error => {
            this.failure ??= error;
          },
        );
      }
      return trap.hasKilled || undefined;
    });
    await this.set(undefined);
  }

  /**
   * Kills a replica at a random moment of its life. Now and then it is one that is just starting; if it always were, on a slow
   * machine nothing would ever get done.
   */
  async killAny(random: SeededRandom): Promise<void> {
    const place = random.pick(this.places);
    if (random.next() > STARTING_SHARE) {
      await poll('a replica to run', async () => {
        this.assertWell();
        return place.process?.isAlive() || undefined;
      });
    }
    await sleep(random.next() * LONGEST_LIFE_MS);
    await place.spawned?.kill();
  }

  async untilAllRun(): Promise<void> {
    await poll('all replicas to run', async () => {
      this.assertWell();
      return this.running().length === this.places.length || undefined;
    });
  }

  /** What those that run have logged. */
  log(): string {
    return this.running()
      .map(each => each.log())
      .join('');
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.places.map(({ spawned }) => spawned?.kill()));
    await Promise.all(this.runs);
  }

  /** Done when all know of it: those that run, those that start, and, from their first step on, those that come after them. */
  private async set(trap: Trap | undefined): Promise<void> {
    this.trap = trap;
    await Promise.all(
      this.places.map(async place => {
        await place.spawned?.killAt(trap?.boundary);
        if (place.spawned?.isAlive()) {
          place.trap = trap;
        }
      }),
    );
  }

  private assertWell(): void {
    if (this.failure) {
      throw this.failure;
    }
    if (this.isOver) {
      throw new Error('The replicas were stopped');
    }
  }

  private running(): PortalProcess[] {
    return this.places.flatMap(({ process }) =>
      process?.isAlive() ? [process] : [],
    );
  }

  private async keepRunning(place: Place): Promise<void> {
    while (!this.isOver) {
      place.trap = this.trap;
      let reason: unknown;
      try {
        place.process = await startPortalProcess(this.bundle, {
          ...this.options,
          killAt: this.trap?.boundary,
          onTold: event => this.told.push(event),
          onNotified: notification => this.notified.push(notification),
          onSpawn: spawned => {
            place.spawned = spawned;
          },
        });
        this.startTimes.push(place.process.startMs);
      } catch (error) {
        reason = error;
      }
      if ((await place.spawned?.ended()) !== 'SIGKILL') {
        throw (
          reason ??
          new Error(`A replica ended by itself: ${place.spawned?.log()}`)
        );
      }
      this.kills += 1;
      if (place.trap) {
        place.trap.hasKilled = true;
      }
    }
  }
}
