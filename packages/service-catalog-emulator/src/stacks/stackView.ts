import { withoutAutoTags } from '../provisioning/launch';
import { AccountState } from '../state/AccountState';
import {
  ProvisioningRecord,
  RecordOutput,
  StackOperation,
  StackResource,
  Tag,
} from '../state/entities';
import { isStackEvent, StackEvent, stackEvents } from './stackEvents';

/** A stack as it is now. */
export interface StackView {
  id: string;
  name: string;
  status: string;
  statusReason?: string;
  createdTime: number;
  updatedTime?: number;
  deletedTime?: number;
  templateDigest: string;
  /** Effective parameter values, NoEcho masked. */
  parameters: { [name: string]: string };
  /** What the stack consists of, dependencies first. */
  resources: StackResource[];
  /** The stack's ARN first, as Service Catalog lists them. */
  outputs: RecordOutput[];
  tags: Tag[];
  events: StackEvent[];
}

/** The stack of that name or ARN; deleted ones are only found by ARN. */
export function stackById(
  state: AccountState,
  nameOrArn: string,
  now: number,
): StackView | undefined {
  const id = nameOrArn.startsWith('arn:')
    ? nameOrArn
    : state.stackIdNamed(nameOrArn);
  const view = id === undefined ? undefined : viewOf(state, id, now);
  return id !== nameOrArn && view?.status === 'DELETE_COMPLETE'
    ? undefined
    : view;
}

function viewOf(
  state: AccountState,
  id: string,
  now: number,
): StackView | undefined {
  const records = state.recordsOfStack(id);
  const events = stackEvents(records, now);
  const latest = events.findLast(isStackEvent);
  // Before its first event there is a request, but no stack.
  if (!latest) {
    return undefined;
  }
  const ran = records.filter(record => isDone(record, now)).map(running);
  const { record, operation } = ran.findLast(succeeded) ?? running(records[0]);
  const update = events.findLast(
    event => isStackEvent(event) && event.status === 'UPDATE_IN_PROGRESS',
  );
  const provisioned = state.provisionedProductOfStack(id);
  return {
    id,
    name: id.split('/')[1],
    status: latest.status,
    statusReason: latest.reason,
    createdTime: events[0].time,
    updatedTime: update?.time,
    deletedTime: latest.status === 'DELETE_COMPLETE' ? latest.time : undefined,
    templateDigest: operation.templateDigest,
    parameters: operation.parameters,
    resources: resourcesAfter(ran),
    outputs:
      record.outcome.status === 'SUCCEEDED' && isDone(record, now)
        ? record.outcome.outputs
        : [],
    tags: provisioned ? provisioned.tags : withoutAutoTags(record.tags),
    events,
  };
}

interface Running {
  record: ProvisioningRecord;
  operation: StackOperation;
}

function running(record: ProvisioningRecord): Running {
  return { record, operation: record.stack! };
}

function isDone({ completesAt }: ProvisioningRecord, now: number): boolean {
  return completesAt !== undefined && completesAt <= now;
}

/** Whether it left the stack with its own template and values. */
function succeeded({ record, operation }: Running): boolean {
  return operation.kind !== 'delete' && record.outcome.status === 'SUCCEEDED';
}

/** What the stack consists of after all of this. */
function resourcesAfter(ran: Running[]): StackResource[] {
  const resources = new Map<string, StackResource>();
  for (const run of ran) {
    const { operation } = run;
    if (operation.kind === 'delete') {
      operation.resources
        .filter(({ failure }) => failure === undefined)
        .forEach(({ logicalId }) => resources.delete(logicalId));
    } else if (succeeded(run)) {
      const changed = new Set(
        operation.resources.map(resource => {
          resources.set(resource.logicalId, resource);
          return resource.logicalId;
        }),
      );
      operation.cleanup
        .filter(({ logicalId }) => !changed.has(logicalId))
        .forEach(({ logicalId }) => resources.delete(logicalId));
    }
  }
  return [...resources.values()];
}
