import { messageOf } from '../errors';
import { SnapshotFile } from './SnapshotFile';
import { World } from './World';

const SHORTEST_PAUSE_MILLISECONDS = 200;

/** Saving may take at most one part in so many of the time. */
const PAUSE_FACTOR = 10;

/** Saves the state a moment after it changed, and at the end. */
export class Persistence {
  private timer: NodeJS.Timeout | undefined;
  private pause = SHORTEST_PAUSE_MILLISECONDS;

  constructor(
    private readonly file: SnapshotFile,
    private readonly current: () => { world: World; savedAt: number },
  ) {}

  /** Notes a change. Several in quick succession are saved together. */
  changed(): void {
    this.timer ??= setTimeout(() => {
      this.save().catch(error =>
        process.emitWarning(
          `The snapshot could not be saved: ${messageOf(error)}`,
        ),
      );
    }, this.pause).unref();
  }

  /** Saves now. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const started = performance.now();
    const { world, savedAt } = this.current();
    await this.file.write(world, savedAt);
    this.pause = Math.max(
      SHORTEST_PAUSE_MILLISECONDS,
      (performance.now() - started) * PAUSE_FACTOR,
    );
  }
}
