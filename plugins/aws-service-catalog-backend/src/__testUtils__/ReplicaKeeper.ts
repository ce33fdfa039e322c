import { setTimeout as sleep } from 'node:timers/promises';
import { StepBoundary } from '../orders/stepBoundaries';
import { SeededRandom } from './createRandom';
import { PortalBundle } from './portalBundle';
import {
  poll,
  PortalProcess,
  PortalProcessOptions,
  startPortalProcess,
  ToldEvent,
} from './portalProcess';

/** The place of one replica: a process follows the other in it. */
type Place = { kill: () => void; process?: PortalProcess };

/** How many of those that are killed at random may still be starting. */
const STARTING_SHARE = 0.15;
/** How long those that are killed at random have run at most. */
const LONGEST_LIFE_MS = 1_500;

/** Keeps replicas of the plugin running: whoever dies is started again, as an orchestrator would do it. */
export class ReplicaKeeper {
  /** What other plugins were told, in the order in which it was heard. */
  readonly told: ToldEvent[] = [];
  /** How long each start took until the replica answered, in milliseconds. */
  readonly startTimes: number[] = [];
  /** How many were killed. */
  kills = 0;
  private readonly places: Place[] = [];
  private readonly runs: Promise<void>[] = [];
  private armed?: { boundary: StepBoundary; onDeath: () => void };
  private isOver = false;
  private failure?: unknown;

  constructor(
    private readonly bundle: PortalBundle,
    private readonly options: PortalProcessOptions,
  ) {}

  /** Starts replicas one after the other: the first one creates the tables. */
  async start(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const place: Place = { kill: () => {} };
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
   * @param provoke - called as soon as they are all prepared
   */
  async killAt(boundary: StepBoundary, provoke: () => void): Promise<void> {
    let isDead = false;
    const onDeath = () => {
      isDead = true;
    };
    this.armed = { boundary, onDeath };
    await Promise.all(this.running().map(each => each.killAt(boundary)));
    provoke();
    await poll(`a replica that crosses ${boundary}`, async () => {
      this.assertWell();
      return isDead || undefined;
    });
    this.armed = undefined;
    await Promise.all(this.running().map(each => each.killAt(undefined)));
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
    place.kill();
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
    this.places.forEach(place => place.kill());
    await Promise.all(this.runs);
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
      let isKilled = false;
      try {
        place.process = await startPortalProcess(this.bundle, {
          ...this.options,
          onTold: event => this.told.push(event),
          onSpawn: child => {
            place.kill = () => {
              isKilled = true;
              child.kill('SIGKILL');
            };
          },
        });
        this.startTimes.push(place.process.startMs);
        await place.process.killAt(this.armed?.boundary);
        const signal = await place.process.ended();
        if (signal !== 'SIGKILL') {
          throw new Error(`A replica ended by itself: ${place.process.log()}`);
        }
      } catch (error) {
        if (!isKilled) {
          throw error;
        }
      }
      this.kills += 1;
      this.armed?.onDeath();
    }
  }
}
