import { ConflictError } from '@backstage/errors';
import {
  OrderState,
  orderStateSchema,
} from 'backstage-plugin-aws-service-catalog-common';

/** Every state of an order, in the order of its life. */
export const orderStates: readonly OrderState[] = orderStateSchema.options;

/** Everything that can happen to an order once it exists. The same words name the entries of its timeline. */
export const orderEventTypes = [
  'agreed',
  'reminded',
  'approved',
  'rejected',
  'expired',
  'cancelled',
  'returned',
  'submitted',
  'postponed',
  'remnant-terminating',
  'remnant-terminated',
  'running',
  'delayed',
  'stuck',
  'set-aside',
  'resumed',
  'succeeded',
  'failed',
  'retried',
] as const;

/** Something that happens to an order. */
export type OrderEventType = (typeof orderEventTypes)[number];

/** One legal move: the state it leads to, and when it is made. */
export type OrderTransition = Readonly<{ to: OrderState; when: string }>;

/** How an order can begin: the event type of its first timeline entry is `ordered`. */
export const orderStarts: readonly OrderTransition[] = [
  { to: 'awaiting-approval', when: 'ordered, and a policy wants it approved' },
  { to: 'queued', when: 'ordered, and nobody has to approve it' },
];

/** When AWS does not come to an end. */
const stuck = (to: OrderState) => ({
  stuck: { to, when: 'AWS has been at it for hours; it is still followed' },
});

/** When AWS has something else to do first. */
const postponed = (when: string) => ({
  postponed: { to: 'queued', when } as const,
});

/** In every state in which the portal works on an order by itself. */
const setAside = (to: OrderState) => ({
  'set-aside': {
    to,
    when: 'the portal fails at it again and again; nothing happens any more by itself',
  },
  resumed: { to, when: 'an operator takes it up again that was set aside' },
});

/**
 * Every legal move of an order. What is not in here cannot happen.
 *
 * `docs/order-states.md` is generated from it.
 */
export const orderTransitions: Readonly<
  Record<OrderState, Readonly<Partial<Record<OrderEventType, OrderTransition>>>>
> = {
  'awaiting-approval': {
    agreed: {
      to: 'awaiting-approval',
      when: 'an approver agreed, and it takes more of them',
    },
    reminded: {
      to: 'awaiting-approval',
      when: 'half of the time for the decision is over',
    },
    approved: { to: 'queued', when: 'its approvers agreed' },
    rejected: { to: 'rejected', when: 'an approver refused it' },
    expired: { to: 'expired', when: 'nobody decided in time' },
    cancelled: { to: 'cancelled', when: 'its requester withdrew it' },
    delayed: {
      to: 'awaiting-approval',
      when: 'its target is not configured any more',
    },
    failed: { to: 'failed', when: 'what it orders can no longer be launched' },
    ...setAside('awaiting-approval'),
  },
  queued: {
    cancelled: { to: 'cancelled', when: 'its requester withdrew it' },
    returned: {
      to: 'awaiting-approval',
      when: 'what was approved has changed since',
    },
    submitted: {
      to: 'submitting',
      when: 'the last check passed; the token of the attempt is saved',
    },
    succeeded: {
      to: 'succeeded',
      when: 'it needs no AWS: the lease is renewed',
    },
    delayed: { to: 'queued', when: 'AWS keeps us from checking; tried again' },
    failed: { to: 'failed', when: 'the last check found a difference' },
    ...postponed(
      'AWS is at something else, and cannot be asked what it would do',
    ),
    ...setAside('queued'),
  },
  submitting: {
    'remnant-terminating': {
      to: 'submitting',
      when: 'AWS began to terminate what the failed attempt before left behind',
    },
    'remnant-terminated': {
      to: 'submitting',
      when: 'what the failed attempt before left behind is gone',
    },
    running: { to: 'running', when: 'AWS accepted it; its record is saved' },
    delayed: {
      to: 'submitting',
      when: 'AWS gives no usable answer; tried again',
    },
    failed: { to: 'failed', when: 'AWS refused it' },
    ...postponed(
      'AWS is at something else; it is sent again with the same token',
    ),
    ...stuck('submitting'),
    ...setAside('submitting'),
  },
  running: {
    succeeded: { to: 'succeeded', when: "AWS's record succeeded" },
    delayed: { to: 'running', when: 'AWS gives no usable answer; tried again' },
    failed: { to: 'failed', when: "AWS's record failed" },
    ...postponed(
      'AWS has ended it because it is at something else; a new attempt begins',
    ),
    ...stuck('running'),
    ...setAside('running'),
  },
  succeeded: {},
  failed: {
    retried: { to: 'queued', when: 'its requester tries again' },
  },
  rejected: {},
  expired: {},
  cancelled: {},
};

/** Whether an event may happen to an order in a state. */
export function canHappen(state: OrderState, event: OrderEventType): boolean {
  return orderTransitions[state][event] !== undefined;
}

/**
 * The state that an event leads to.
 *
 * @throws ConflictError when the event cannot happen in the state
 */
export function nextState(
  state: OrderState,
  event: OrderEventType,
): OrderState {
  const transition = orderTransitions[state][event];
  if (!transition) {
    throw new ConflictError(
      `An order that is ${state} cannot become '${event}'`,
    );
  }
  return transition.to;
}
