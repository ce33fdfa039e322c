import {
  isFinalOrderState,
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { approverNames, quorumText } from '../approvals/approvalWords';
import { orderKindWords } from './orderKinds';
import { localizeInstants } from '../common/instant';

/**
 * How an entry of the timeline looks.
 *
 * - `done`: it happened
 * - `agreed`, `reminded`, `returned`: it happened on the way to an approval
 * - `alarm`: it happened, and somebody should look at it
 * - `current`: it is where the order is now
 * - `succeeded`, `failed`, `stopped`: how the order, or an earlier attempt at it, ended
 * - `ahead`: it has not happened yet
 */
export type TimelineStatus =
  | 'done'
  | 'agreed'
  | 'reminded'
  | 'returned'
  | 'alarm'
  | 'current'
  | 'succeeded'
  | 'failed'
  | 'stopped'
  | 'ahead';

/** One line of an order's timeline. */
export type TimelineEntry = {
  key: string;
  status: TimelineStatus;
  text: string;
  /** ISO 8601; absent for what is still ahead. */
  at?: string;
  /** Entity ref of who caused it; absent: the portal, or AWS. */
  actor?: string;
};

const endings: Partial<Record<OrderState, TimelineStatus>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  rejected: 'stopped',
  expired: 'stopped',
  cancelled: 'stopped',
};

/** Events that look like more than something that happened. */
const looks: Record<string, TimelineStatus> = {
  agreed: 'agreed',
  approved: 'agreed',
  reminded: 'reminded',
  returned: 'returned',
};

const happyPath: readonly OrderState[] = [
  'awaiting-approval',
  'queued',
  'submitting',
  'running',
  'succeeded',
];

/** The wait for approval, which is no event: it goes on until one ends it. */
function waiting({ approval }: Pick<OrderDetail, 'approval'>): TimelineEntry {
  const whom = approval ? ` by ${approverNames(approval)}` : '';
  const agreed =
    approval && approval.quorum > 1 ? `: ${quorumText(approval)} agreed` : '';
  return {
    key: 'waiting',
    status: 'current',
    text: `Waits for approval${whom}${agreed}`,
  };
}

/**
 * An order's life as a list: what happened, oldest first, then what is still ahead when all goes well.
 */
export function orderTimeline(
  order: Pick<OrderDetail, 'kind' | 'state' | 'events' | 'approval' | 'alarm'>,
): TimelineEntry[] {
  const final = isFinalOrderState(order.state);
  const waits = order.state === 'awaiting-approval';
  const events = [...order.events].sort((a, b) => a.sequence - b.sequence);
  const happened = events.map<TimelineEntry>((event, index) => {
    const isNow = !final && !waits && index === events.length - 1;
    return {
      key: String(event.sequence),
      status: isNow
        ? 'current'
        : endings[event.state] ?? looks[event.type] ?? 'done',
      text: localizeInstants(event.message),
      at: event.at,
      actor: event.actor,
    };
  });
  if (order.alarm) {
    const { message, since } = order.alarm;
    happened.push({ key: 'alarm', status: 'alarm', text: message, at: since });
  }
  if (final) {
    return happened;
  }
  if (waits) {
    happened.push(waiting(order));
  }
  const position = happyPath.indexOf(order.state);
  const ahead = happyPath.slice(position + 1).flatMap<TimelineEntry>(state => {
    const text = orderKindWords[order.kind].ahead[state];
    return text ? [{ key: state, status: 'ahead', text }] : [];
  });
  return [...happened, ...ahead];
}

/**
 * When the order's current attempt was sent on its way and how long it took.
 *
 * @returns `startedAt` (ISO 8601) of an attempt under way; `tookMs` of one that ended after it had reached AWS; nothing
 * when the events do not say
 */
export function orderTiming(order: Pick<OrderDetail, 'state' | 'events'>): {
  startedAt?: string;
  tookMs?: number;
} {
  const events = [...order.events].sort((a, b) => a.sequence - b.sequence);
  const lastQueued = events.map(event => event.state).lastIndexOf('queued');
  const sent = events
    .slice(lastQueued + 1)
    .find(event => event.state === 'submitting' || event.state === 'running');
  if (!sent) {
    return {};
  }
  if (!isFinalOrderState(order.state)) {
    return { startedAt: sent.at };
  }
  const last = events[events.length - 1];
  return { tookMs: Date.parse(last.at) - Date.parse(sent.at) };
}
