import {
  after,
  anApproval,
  anOrder,
  eventsOf,
} from '../../__testUtils__/fixtures';
import { formatInstant } from '../common';
import { orderTimeline, orderTiming } from './timelineEntries';

function statuses(...args: Parameters<typeof eventsOf>) {
  const events = eventsOf(...args);
  return orderTimeline({
    kind: 'update',
    state: events[events.length - 1].state,
    events,
  }).map(({ status, text }) => `${status}: ${text}`);
}

describe('orderTimeline', () => {
  it('adds what is still ahead of an order under way', () => {
    expect(statuses(['queued'])).toEqual([
      'current: Ordered by payments-dev.',
      'ahead: Send to AWS',
      'ahead: AWS updates it',
      'ahead: Updated',
    ]);
  });

  it('shows a failed attempt before the next one', () => {
    expect(
      statuses(['queued', 'submitting', 'running', 'failed', 'queued']).slice(
        2,
        5,
      ),
    ).toEqual([
      'done: AWS has accepted the order.',
      'failed: AWS could not finish.',
      'current: Ordered by payments-dev.',
    ]);
  });

  it('has nothing ahead of a final order, and ends as the order did', () => {
    expect(statuses(['queued', 'cancelled']).at(-1)).toBe(
      'stopped: Cancelled by payments-dev.',
    );
    expect(statuses(['queued', 'submitting', 'succeeded'])).toEqual([
      'done: Ordered by payments-dev.',
      'done: Sending the order to AWS.',
      'succeeded: AWS has finished.',
    ]);
  });

  it('puts events in their order, however they come', () => {
    const order = anOrder();
    const shuffled = { ...order, events: [...order.events].reverse() };
    expect(orderTimeline(shuffled)).toEqual(orderTimeline(order));
  });
});

describe('orderTimeline of an order that has to be approved', () => {
  const approval = anApproval({
    quorum: 2,
    decisions: [
      { by: 'user:default/finance', decision: 'approved', at: after(20) },
    ],
  });
  const event = (sequence: number, type: string, message: string) => ({
    sequence,
    type,
    message,
    at: after(sequence),
    state: 'awaiting-approval' as const,
  });

  it('tells each step towards the decision, and whom it waits for now', () => {
    const entries = orderTimeline({
      kind: 'provision',
      state: 'awaiting-approval',
      approval,
      events: [
        event(1, 'ordered', `It waits for approval, until ${after(60)}.`),
        event(2, 'reminded', 'The approvers were reminded.'),
        event(3, 'agreed', '1 of 2 approvers agreed.'),
        event(4, 'returned', 'The launch role has changed.'),
      ],
    });
    expect(entries.map(({ status, text }) => `${status}: ${text}`)).toEqual([
      // In the reader's time zone, which the backend does not know.
      `done: It waits for approval, until ${formatInstant(after(60))}.`,
      'reminded: The approvers were reminded.',
      'agreed: 1 of 2 approvers agreed.',
      'returned: The launch role has changed.',
      'current: Waits for approval by platform-engineering: 1 of 2 agreed',
      'ahead: Send to AWS',
      'ahead: AWS creates it',
      'ahead: Available',
    ]);
  });

  it('shows an alarm after what happened, for as long as there is one', () => {
    const order = anOrder({
      alarm: { code: 'stuck', message: 'It takes hours.', since: after(90) },
    });
    expect(
      orderTimeline(order).map(({ status, text }) => `${status}: ${text}`),
    ).toEqual([
      'done: Ordered by payments-dev.',
      'done: Sending the order to AWS.',
      'current: AWS has accepted the order.',
      'alarm: It takes hours.',
      'ahead: Available',
    ]);
  });
});

describe('orderTiming', () => {
  it('measures the last attempt from when it was sent', () => {
    const events = eventsOf([
      'queued',
      'submitting',
      'failed',
      'queued',
      'submitting',
      'running',
    ]);
    expect(orderTiming({ state: 'running', events })).toEqual({
      startedAt: events[4].at,
    });
    const ended = eventsOf([
      'queued',
      'submitting',
      'failed',
      'queued',
      'submitting',
      'running',
      'succeeded',
    ]);
    expect(orderTiming({ state: 'succeeded', events: ended })).toEqual({
      tookMs: 20_000,
    });
  });

  it('says nothing about an order that never reached AWS', () => {
    const events = eventsOf(['queued', 'cancelled']);
    expect(orderTiming({ state: 'cancelled', events })).toEqual({});
  });
});
