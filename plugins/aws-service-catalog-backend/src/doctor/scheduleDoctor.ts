import {
  LifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { PluginConfig } from '../config';
import { Doctor } from './Doctor';

const TASK = 'run-doctor';

/** How everything gets looked at without waiting for the next period: by any replica. A run that is under way stays the only one. */
export function createDoctorRequest(scheduler: SchedulerService) {
  return async (): Promise<void> => {
    try {
      await scheduler.triggerTask(TASK);
    } catch (error) {
      // The scheduler's answer when the task is running.
      if (!isError(error) || error.name !== 'ConflictError') {
        throw error;
      }
    }
  };
}

/** Schedules the doctor as a global task. */
export async function scheduleDoctor(options: {
  config: PluginConfig;
  doctor: Doctor;
  scheduler: SchedulerService;
  lifecycle: LifecycleService;
}): Promise<void> {
  const { config, doctor, scheduler, lifecycle } = options;
  const shutdown = new AbortController();
  lifecycle.addShutdownHook(() => shutdown.abort());
  await scheduler.scheduleTask({
    id: TASK,
    scope: 'global',
    frequency: config.doctor.frequency,
    // The first syncs come first: there would be nothing to look at.
    initialDelay: { minutes: 1 },
    timeout: { minutes: 30 },
    fn: signal => doctor.run(AbortSignal.any([signal, shutdown.signal])),
  });
}
