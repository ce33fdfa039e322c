import {
  SchedulerService,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';

/** Runs tasks when a benchmark says so, and not when the plugin would like to. */
export class TaskRunner implements SchedulerService {
  private readonly tasks = new Map<
    string,
    SchedulerServiceTaskInvocationDefinition['fn']
  >();

  async scheduleTask(
    task: SchedulerServiceTaskInvocationDefinition,
  ): Promise<void> {
    this.tasks.set(task.id, task.fn);
  }

  createScheduledTaskRunner() {
    return {
      run: (task: SchedulerServiceTaskInvocationDefinition) =>
        this.scheduleTask(task),
    };
  }

  async triggerTask(): Promise<void> {}

  async cancelTask(): Promise<void> {}

  async getScheduledTasks() {
    return [];
  }

  /**
   * Runs a task until it ends, or is stopped because it was given its time.
   *
   * @throws what the task throws
   */
  async run(id: string, longestMs?: number): Promise<void> {
    const task = this.tasks.get(id);
    if (!task) {
      throw new Error(`There is no task ${id}`);
    }
    await task(
      longestMs === undefined
        ? new AbortController().signal
        : AbortSignal.timeout(longestMs),
    );
  }
}
