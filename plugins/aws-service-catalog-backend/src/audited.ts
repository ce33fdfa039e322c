import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';

/**
 * Does something and leaves a trace of it in the audit log, with who asked and how it ended.
 *
 * @throws what `run` throws
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  run: () => Promise<T>,
): Promise<T> {
  const auditorEvent = await auditor.createEvent(event);
  try {
    const result = await run();
    await auditorEvent.success();
    return result;
  } catch (error) {
    await auditorEvent.fail({ error: error as Error });
    throw error;
  }
}
