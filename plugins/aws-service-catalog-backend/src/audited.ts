import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { Caller } from './authorize';

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

/** Something with an owner and perhaps a requester. */
type Owned = { owner?: string; requester?: string };

/** Whether a caller has nothing to do with something: neither the caller nor one of the caller's teams owns or ordered it. */
export function isOfOthers(caller: Caller, thing: Owned): boolean {
  const refs = caller.ownershipEntityRefs;
  return ![thing.owner, thing.requester].some(
    ref => ref !== undefined && refs.includes(ref),
  );
}

/**
 * Makes the function by which a router reads. A read leaves a trace when it shows what is somebody else's, when it fails, which
 * includes asking for what the caller may not see, and whenever the caller is an operator or a service, who see everything.
 *
 * @param eventId - of the audit events
 */
export function createAuditedRead(auditor: AuditorService, eventId: string) {
  return async function auditedRead<T>(
    options: {
      request: NonNullable<AuditorServiceCreateEventOptions['request']>;
      caller: Caller;
      /** What is asked for, for example `list`. */
      queryType: string;
      /** Whether an answer shows what is somebody else's; default: no answer does. */
      showsOthers?: (result: T) => boolean;
    },
    read: () => Promise<T>,
  ): Promise<T> {
    const { request, caller, queryType, showsOthers } = options;
    const event: AuditorServiceCreateEventOptions = {
      eventId,
      severityLevel: 'low',
      request,
      meta: { queryType, ...request.params },
    };
    if (caller.isOperator || caller.principal === 'service') {
      return audited(auditor, event, read);
    }
    let result: T;
    try {
      result = await read();
    } catch (error) {
      const auditorEvent = await auditor.createEvent(event);
      await auditorEvent.fail({ error: error as Error });
      throw error;
    }
    if (showsOthers?.(result)) {
      const auditorEvent = await auditor.createEvent(event);
      await auditorEvent.success();
    }
    return result;
  };
}
