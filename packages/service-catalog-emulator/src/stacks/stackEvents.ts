import { StackChange, StackOperation, StackResource } from '../state/entities';

/** One event of a stack. */
export interface StackEvent {
  time: number;
  /** The record it belongs to, and its place among that record's events: its identity. */
  key: string;
  /** The stack itself has the type `AWS::CloudFormation::Stack` and the stack's name. */
  logicalId: string;
  type: string;
  physicalId?: string;
  status: string;
  reason?: string;
}

const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** Longest time between the announcement of a new resource and its physical id. */
const INITIATION_MILLISECONDS = 1000;

type Emit = (
  time: number,
  subject: 'stack' | Subject,
  status: string,
  reason?: string,
) => void;

type Subject = Pick<StackResource, 'logicalId' | 'type'> & {
  physicalId?: string;
};

/** Status of the stack after the events; `undefined` without any. */
export function stackStatus(events: StackEvent[]): string | undefined {
  return events.findLast(({ type, physicalId, logicalId }) =>
    isStackEvent({ type, physicalId, logicalId }),
  )?.status;
}

/** Whether the event is about the stack itself, and not about a nested one. */
export function isStackEvent({
  type,
  physicalId,
  logicalId,
}: Pick<StackEvent, 'type' | 'physicalId' | 'logicalId'>): boolean {
  return type === STACK_TYPE && physicalId?.split('/')[1] === logicalId;
}

const EVENTS: {
  [K in StackOperation['kind']]: (
    record: StackChange,
    operation: StackOperation,
    emit: Emit,
  ) => void;
} = {
  create: (record, operation, emit) => {
    emit(record.startsAt, 'stack', 'CREATE_IN_PROGRESS', 'User Initiated');
    operation.resources.forEach(resource => creation(resource, emit));
    if (operation.failure === undefined) {
      end(record, emit, 'CREATE_COMPLETE');
      return;
    }
    const { failsAt } = record;
    emit(
      failsAt!,
      'stack',
      'ROLLBACK_IN_PROGRESS',
      `The following resource(s) failed to create: [${operation.failure}]. Rollback requested by user.`,
    );
    rollback(record, operation, emit);
    end(
      record,
      emit,
      operation.rollbackFailure ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE',
      operation.rollbackFailure,
    );
  },
  update: (record, operation, emit) => {
    emit(record.startsAt, 'stack', 'UPDATE_IN_PROGRESS', 'User Initiated');
    operation.resources.forEach(resource => modification(resource, emit));
    if (operation.failure !== undefined) {
      emit(
        record.failsAt!,
        'stack',
        'UPDATE_ROLLBACK_IN_PROGRESS',
        `The following resource(s) failed to update: [${operation.failure}].`,
      );
      rollback(record, operation, emit);
      if (!operation.rollbackFailure) {
        end(record, emit, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      }
      end(
        record,
        emit,
        operation.rollbackFailure
          ? 'UPDATE_ROLLBACK_FAILED'
          : 'UPDATE_ROLLBACK_COMPLETE',
        operation.rollbackFailure,
      );
      return;
    }
    const cleanupAt = operation.cleanup[0]?.startsAt ?? record.completesAt;
    if (cleanupAt !== undefined) {
      emit(cleanupAt, 'stack', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    }
    operation.cleanup.forEach(resource => deletion(resource, emit));
    end(record, emit, 'UPDATE_COMPLETE');
  },
  delete: (record, operation, emit) => {
    emit(record.startsAt, 'stack', 'DELETE_IN_PROGRESS', 'User Initiated');
    operation.resources.forEach(resource => deletion(resource, emit));
    end(
      record,
      emit,
      operation.failure === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED',
      operation.failure &&
        `The following resource(s) failed to delete: [${operation.failure}].`,
    );
  },
  // Service Catalog takes the stack over without touching it.
  import: () => {},
};

/** The last event of a record, unless the record never ends. */
function end(
  { completesAt }: StackChange,
  emit: Emit,
  status: string,
  reason?: string,
): void {
  if (completesAt !== undefined) {
    emit(completesAt, 'stack', status, reason);
  }
}

function creation(resource: StackResource, emit: Emit): void {
  const { logicalId, type, startsAt } = resource;
  emit(startsAt, { logicalId, type }, 'CREATE_IN_PROGRESS');
  emit(
    initiation(resource),
    resource,
    'CREATE_IN_PROGRESS',
    'Resource creation Initiated',
  );
  conclusion(resource, 'CREATE', emit);
}

function modification(resource: StackResource, emit: Emit): void {
  const { action, startsAt, previousPhysicalId } = resource;
  switch (action) {
    case 'create':
      creation(resource, emit);
      return;
    case 'replace':
      emit(
        startsAt,
        { ...resource, physicalId: previousPhysicalId },
        'UPDATE_IN_PROGRESS',
        'Requested update requires the creation of a new physical resource; hence creating one.',
      );
      emit(
        initiation(resource),
        resource,
        'UPDATE_IN_PROGRESS',
        'Resource creation Initiated',
      );
      break;
    default:
      emit(startsAt, resource, 'UPDATE_IN_PROGRESS');
  }
  conclusion(resource, 'UPDATE', emit);
}

function deletion(resource: StackResource, emit: Emit): void {
  if (resource.action === 'retain') {
    emit(resource.startsAt, resource, 'DELETE_SKIPPED');
    return;
  }
  emit(resource.startsAt, resource, 'DELETE_IN_PROGRESS');
  conclusion(resource, 'DELETE', emit);
}

function conclusion(
  resource: StackResource,
  verb: 'CREATE' | 'UPDATE' | 'DELETE',
  emit: Emit,
): void {
  emit(
    resource.endsAt,
    resource,
    resource.failure === undefined ? `${verb}_COMPLETE` : `${verb}_FAILED`,
    resource.failure,
  );
}

function initiation({ startsAt, endsAt }: StackResource): number {
  return (
    startsAt +
    Math.min(INITIATION_MILLISECONDS, Math.round((endsAt - startsAt) / 10))
  );
}

/** Undoes what was begun, the last first, between the failure and the end of the record. */
function rollback(
  { failsAt, completesAt }: StackChange,
  operation: StackOperation,
  emit: Emit,
): void {
  if (completesAt === undefined) {
    return;
  }
  const begun = [...operation.resources].reverse();
  const each = (completesAt - failsAt!) / begun.length;
  begun.forEach((resource, index) => {
    const startsAt = Math.round(failsAt! + index * each);
    const endsAt = Math.round(failsAt! + (index + 1) * each);
    const sticks =
      operation.rollbackFailure !== undefined &&
      resource.logicalId === operation.failure;
    const failure = sticks ? operation.rollbackFailure : undefined;
    const undone = { ...resource, startsAt, endsAt, failure };
    if (resource.action === 'create') {
      deletion(
        { ...undone, action: resource.retained ? 'retain' : 'delete' },
        emit,
      );
      return;
    }
    modification(
      {
        ...undone,
        action: 'update',
        physicalId: resource.previousPhysicalId ?? resource.physicalId,
      },
      emit,
    );
  });
}

/**
 * Everything that has happened to a stack by now, oldest first. It follows from the records that
 * changed the stack and from the clock; no event is kept anywhere.
 *
 * @param records - of the stack, oldest first
 */
export function stackEvents(
  records: readonly StackChange[],
  now: number,
): StackEvent[] {
  return records.flatMap(record => {
    const operation = record.stack;
    const events: StackEvent[] = [];
    const stackName = operation.stackId.split('/')[1];
    const emit: Emit = (time, subject, status, reason) =>
      events.push({
        time,
        key: `${record.id}-${events.length}`,
        ...(subject === 'stack'
          ? {
              logicalId: stackName,
              type: STACK_TYPE,
              physicalId: operation.stackId,
            }
          : {
              logicalId: subject.logicalId,
              type: subject.type,
              physicalId: subject.physicalId,
            }),
        status,
        reason,
      });
    EVENTS[operation.kind](record, operation, emit);
    return events
      .filter(({ time }) => time <= now)
      .sort((a, b) => a.time - b.time);
  });
}
