/**
 * Runs work again and again, never twice at the same time. Whoever asks while it runs gets one more run afterwards, because
 * the one under way may have passed by what is new.
 */
export class Loop {
  private current: Promise<void> | undefined;
  private again = false;

  /**
   * @param work - one run
   * @param onError - told of a run that failed; the next one comes anyway
   */
  constructor(
    private readonly work: (signal?: AbortSignal) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Runs the work, and returns when a run that began after this call has ended.
   *
   * @param signal - aborted at shutdown
   */
  async run(signal?: AbortSignal): Promise<void> {
    this.again = true;
    this.current ??= this.runUntilDone(signal).finally(() => {
      this.current = undefined;
    });
    await this.current;
  }

  /** Asks for a run without waiting for it. */
  wake(): void {
    void this.run();
  }

  private async runUntilDone(signal?: AbortSignal): Promise<void> {
    while (this.again && !signal?.aborted) {
      this.again = false;
      try {
        await this.work(signal);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
