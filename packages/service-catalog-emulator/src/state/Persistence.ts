import { messageOf } from '../errors';
import { SnapshotFile } from './SnapshotFile';
import { World } from './World';

const DEBOUNCE_MILLISECONDS = 200;

/** Saves the state a moment after it changed, and at the end. */
export class Persistence {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: SnapshotFile,
    private readonly current: () => { world: World; savedAt: number },
  ) {}

  /** Notes a change. Several in quick succession are saved together. */
  changed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.save().catch(error =>
        process.emitWarning(
          `The snapshot could not be saved: ${messageOf(error)}`,
        ),
      );
    }, DEBOUNCE_MILLISECONDS).unref();
  }

  /** Saves now. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { world, savedAt } = this.current();
    await this.file.write(world, savedAt);
  }
}
