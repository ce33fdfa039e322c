import { anOrder, eventsOf } from '../../__testUtils__/fixtures';
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
