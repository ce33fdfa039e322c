import { withoutAutoTags } from '../provisioning/launch';
import { AccountState } from '../state/AccountState';
import {
  RecordOutput,
  StackChange,
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
  /** The launch role. */
  roleArn?: string;
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
    : state.records.stackIdNamed(nameOrArn);
  const view = id === undefined ? undefined : viewOf(state, id, now);
  return id !== nameOrArn && view?.status === 'DELETE_COMPLETE'
    ? undefined
    : view;
}

/**
 * The stack of that name or ARN in an account. With a launch role of another account the stack is
 * there, while its records are where it was launched.
 */
export function stackOfAccount(
  states: Iterable<AccountState>,
  accountId: string,
  nameOrArn: string,
  now: number,
): StackView | undefined {
  for (const state of states) {
    const stack = stackById(state, nameOrArn, now);
    if (stack?.id.split(':')[4] === accountId) {
      return stack;
    }
  }
  return undefined;
}

function viewOf(
  state: AccountState,
  id: string,
  now: number,
): StackView | undefined {
  const records = state.records.ofStack(id);
  const events = stackEvents(records, now);
  const latest = events.findLast(isStackEvent);
  // Before its first event there is a request, but no stack.
  if (!latest) {
    return undefined;
  }
  const done = records.filter(record => isDone(record, now));
  const record = done.findLast(succeeded) ?? records[0];
  const operation = record.stack;
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
    resources: resourcesAfter(done),
    outputs:
      record.outcome.status === 'SUCCEEDED' && isDone(record, now)
        ? record.outcome.outputs
        : [],
    tags: provisioned ? provisioned.tags : withoutAutoTags(record.tags),
    roleArn: (provisioned ?? record).launchRoleArn,
    events,
  };
}

function isDone({ completesAt }: StackChange, now: number): boolean {
  return completesAt !== undefined && completesAt <= now;
}

/** Whether the record left the stack with its own template and values. */
function succeeded({ stack, outcome }: StackChange): boolean {
  return stack.kind !== 'delete' && outcome.status === 'SUCCEEDED';
}

/**
 * What a stack consists of after the records, dependencies first.
 *
 * @param done - the stack's records that have ended, oldest first
 */
export function resourcesAfter(done: readonly StackChange[]): StackResource[] {
  const resources = new Map<string, StackResource>();
  for (const record of done) {
    const { kind, resources: changed, cleanup } = record.stack;
    if (kind === 'delete') {
      changed
        .filter(({ failure }) => failure === undefined)
        .forEach(({ logicalId }) => resources.delete(logicalId));
    } else if (succeeded(record)) {
      changed.forEach(resource => resources.set(resource.logicalId, resource));
      const kept = new Set(changed.map(({ logicalId }) => logicalId));
      cleanup
        .filter(({ logicalId }) => !kept.has(logicalId))
        .forEach(({ logicalId }) => resources.delete(logicalId));
    }
  }
  return [...resources.values()];
}
