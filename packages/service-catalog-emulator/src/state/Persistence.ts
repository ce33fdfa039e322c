import { messageOf } from '../errors';
import { SnapshotFile } from './SnapshotFile';
import { World } from './World';

const SHORTEST_PAUSE_MILLISECONDS = 200;

/** Saving may take at most one part in so many of the time. */
const PAUSE_FACTOR = 10;

/** How often a save may be given up because something changed meanwhile. */
const ATTEMPTS = 5;

/** Saves the state a moment after it changed, and at the end. */
export class Persistence {
  private timer: NodeJS.Timeout | undefined;
  private pause = SHORTEST_PAUSE_MILLISECONDS;
  private changes = 0;
  private attempts = 0;

  constructor(
    private readonly file: SnapshotFile,
    private readonly current: () => { world: World; savedAt: number },
  ) {}

  /** Notes a change. Several in quick succession are saved together. */
  changed(): void {
    this.changes += 1;
    this.schedule();
  }

  /** Saves now, in one go. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.file.write(this.current);
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.trySave().catch(error =>
        process.emitWarning(
          `The snapshot could not be saved: ${messageOf(error)}`,
        ),
      );
    }, this.pause).unref();
  }

  /**
   * Saves between other requests, which at a large size would otherwise wait for seconds. When one
   * of them changes something it begins again later, and after some attempts saves in one go.
   */
  private async trySave(): Promise<void> {
    const started = performance.now();
    const { changes } = this;
    this.attempts += 1;
    const isSaved = await this.file.write(
      this.current,
      this.attempts < ATTEMPTS ? () => this.changes === changes : undefined,
    );
    this.pause = Math.max(
      SHORTEST_PAUSE_MILLISECONDS,
      (performance.now() - started) * PAUSE_FACTOR,
    );
    if (isSaved) {
      this.attempts = 0;
    } else {
      this.schedule();
    }
  }
}
