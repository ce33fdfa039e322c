import { parseEntityRef } from '@backstage/catalog-model';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { ChainedEvent } from '../eventChain';
import { nameOrder } from '../kinds';
import { OrderEventType } from '../orderMachine';
import { StoredOrder } from '../StoredOrder';
import { OrderRole } from './OrderAudience';

/** Who is told what when something happens to an order. */
export type NotificationRule = Readonly<{
  on: OrderEventType | 'ordered';
  tell: OrderRole;
  /** What comes after "Launch of invoices". */
  says: string;
  severity: 'low' | 'normal' | 'high';
  /** Whether it asks for a decision: then only while it is open, and only those who have not made theirs. */
  asks?: true;
  /** Whether it is told only of an order that AWS never heard of. */
  beforeSubmission?: true;
}>;

/**
 * Everything that anybody is told without looking, one line each. What an approver was asked is updated when it is settled.
 * Whoever did something is not told of it.
 */
const notificationRules: readonly NotificationRule[] = [
  {
    on: 'ordered',
    tell: 'approver',
    says: 'waits for your approval',
    severity: 'normal',
    asks: true,
  },
  {
    on: 'returned',
    tell: 'approver',
    says: 'waits for your approval again',
    severity: 'normal',
    asks: true,
  },
  {
    on: 'reminded',
    tell: 'approver',
    says: 'still waits for your approval',
    severity: 'high',
    asks: true,
  },
  { on: 'approved', tell: 'approver', says: 'was approved', severity: 'low' },
  { on: 'rejected', tell: 'approver', says: 'was rejected', severity: 'low' },
  { on: 'expired', tell: 'approver', says: 'expired', severity: 'low' },
  { on: 'cancelled', tell: 'approver', says: 'was withdrawn', severity: 'low' },
  {
    on: 'failed',
    tell: 'approver',
    says: 'failed',
    severity: 'low',
    beforeSubmission: true,
  },
  {
    on: 'returned',
    tell: 'requester',
    says: 'waits for approval again',
    severity: 'normal',
  },
  {
    on: 'approved',
    tell: 'requester',
    says: 'was approved',
    severity: 'normal',
  },
  { on: 'rejected', tell: 'requester', says: 'was rejected', severity: 'high' },
  { on: 'expired', tell: 'requester', says: 'expired', severity: 'normal' },
  {
    on: 'cancelled',
    tell: 'requester',
    says: 'was withdrawn',
    severity: 'normal',
  },
  { on: 'succeeded', tell: 'requester', says: 'succeeded', severity: 'normal' },
  { on: 'failed', tell: 'requester', says: 'failed', severity: 'high' },
  {
    on: 'stuck',
    tell: 'operator',
    says: 'takes unusually long',
    severity: 'high',
  },
  {
    on: 'stuck',
    tell: 'requester',
    says: 'takes unusually long',
    severity: 'normal',
  },
  {
    on: 'set-aside',
    tell: 'operator',
    says: 'was set aside',
    severity: 'high',
  },
  {
    on: 'resumed',
    tell: 'operator',
    says: 'was taken up again',
    severity: 'low',
  },
  {
    on: 'set-aside',
    tell: 'requester',
    says: 'was set aside',
    severity: 'normal',
  },
  {
    on: 'resumed',
    tell: 'requester',
    says: 'was taken up again',
    severity: 'low',
  },
  { on: 'succeeded', tell: 'owner', says: 'succeeded', severity: 'low' },
  { on: 'failed', tell: 'owner', says: 'failed', severity: 'normal' },
];

/** People switch these off and on in their notification settings. */
const topics: Record<OrderRole, string> = {
  requester: 'my-orders',
  approver: 'approvals',
  owner: 'team-orders',
  operator: 'operations',
};

const LONGEST = 500;

/**
 * Makes text of users, AWS and templates safe for every notification channel: some put it into HTML or Slack's markup as it is.
 */
export function toPlainText(text: string): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

function nameOf(ref: string): string {
  return parseEntityRef(ref).name;
}

function describe(
  { tell, asks }: NotificationRule,
  event: ChainedEvent,
  order: StoredOrder,
): string {
  const what = [order.product.name, order.version?.name]
    .filter(Boolean)
    .join(' ');
  const who = `${nameOf(order.requester)} ordered it for ${nameOf(
    order.owner,
  )}: ${what}, in ${order.target}.`;
  if (asks) {
    const { dueAt } = order.progress.approval ?? {};
    const until = dueAt?.replace(/^(.*)T(\d\d:\d\d).*$/, '$1 $2 UTC');
    return until ? `${who} It can be decided until ${until}.` : who;
  }
  // Whether a permission policy lets the others read it, nobody knows without their credentials: the page decides.
  if (tell !== 'requester') {
    return who;
  }
  return event.actor
    ? `${event.message} (${nameOf(event.actor)})`
    : event.message;
}

/**
 * What a rule tells of an event. It has no parameters and no outputs; what AWS said is part of an event's message, from which
 * secrets were taken out when it was written, and only the requester is told of it.
 */
export function writeNotification(
  rule: NotificationRule,
  event: ChainedEvent,
  order: StoredOrder,
): NotificationSendOptions['payload'] {
  const name = nameOrder(order);
  return {
    title: toPlainText(`${name[0].toUpperCase()}${name.slice(1)} ${rule.says}`),
    description: toPlainText(describe(rule, event, order)),
    link: `/aws-service-catalog/orders/${order.id}`,
    severity: rule.severity,
    topic: topics[rule.tell],
    scope: `order:${order.id}:${rule.tell}`,
  };
}

/** The rules for an event, as far as what they would tell is still so. */
export function findRules(
  event: ChainedEvent,
  order: StoredOrder,
): NotificationRule[] {
  return notificationRules.filter(
    ({ on, asks, beforeSubmission }) =>
      on === event.type &&
      (!asks || order.state === 'awaiting-approval') &&
      (!beforeSubmission || order.token === undefined),
  );
}
