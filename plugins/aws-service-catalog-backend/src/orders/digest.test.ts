import {
  canonicalJson,
  changedParts,
  digestParts,
  orderDigest,
} from './digest';
import {
  ChainedEvent,
  chainEvent,
  emptyChain,
  findBrokenEvent,
} from './eventChain';

const parts = {
  kind: 'provision',
  target: 'sandbox',
  owner: 'group:default/team-payments',
  product: 'prod-1',
  version: 'pa-1',
  portfolio: 'port-1',
  provisionedProduct: 'bucket',
  launchRole: 'arn:aws:iam::111111111111:role/launch',
  launchForm: { parameters: [{ key: 'A', type: 'String' }], rules: [] },
  tagOptions: [{ key: 'CostCenter', values: ['1', '2'] }],
  parameters: [{ key: 'A', value: 'b' }],
  tags: [],
  policy: { policy: 'default', quorum: 1 },
  estimate: { monthly: 5, currency: 'USD' },
  details: { termination: { ignoreErrors: true, reason: 'It is stuck' } },
  replacements: [{ logicalId: 'Bucket', replacement: 'TRUE' }],
};

describe('digest', () => {
  it('does not depend on the order of keys or on absent ones', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: null }], a: 'x' })).toBe(
      canonicalJson({ a: 'x', b: [1, { c: null }] }),
    );
    expect(canonicalJson({ a: ['1', '2'] })).not.toBe(
      canonicalJson({ a: ['1,2'] }),
    );
  });

  it.each(Object.keys(parts))('changes with %s, and says so', part => {
    const before = digestParts(parts);
    const now = digestParts({ ...parts, [part]: 'something else' });
    expect(orderDigest(now)).not.toBe(orderDigest(before));
    expect(changedParts(before, now)).toHaveLength(1);
    expect(changedParts(before, digestParts({ ...parts }))).toEqual([]);
  });
});

describe('eventChain', () => {
  const events: ChainedEvent[] = [];
  let end = emptyChain;
  for (const type of ['ordered', 'submitted', 'running', 'succeeded']) {
    const event = chainEvent(end, {
      orderId: 'order-1',
      at: '2026-01-01T00:00:00.000Z',
      type,
      state: 'queued',
      actor: type === 'ordered' ? 'user:default/payments-dev' : undefined,
      message: `It was ${type}.`,
    });
    events.push(event);
    end = event;
  }
  const [first, second, third, fourth] = events;

  it.each([
    { reason: 'untouched', stored: events, broken: undefined },
    {
      reason: 'with an altered entry',
      stored: [first, { ...second, message: 'Something else.' }, third, fourth],
      broken: 2,
    },
    {
      reason: 'with an actor put in',
      stored: [first, second, { ...third, actor: 'user:default/x' }, fourth],
      broken: 3,
    },
    {
      reason: 'with an entry taken out',
      stored: [first, third, fourth],
      broken: 2,
    },
    {
      reason: 'with two entries exchanged',
      stored: [first, third, second, fourth],
      broken: 2,
    },
    { reason: 'cut off', stored: [first, second, third], broken: 4 },
    { reason: 'emptied', stored: [], broken: 1 },
    {
      reason: 'extended behind the row',
      stored: [
        ...events,
        chainEvent(fourth, {
          orderId: 'order-1',
          at: '2026-01-01T00:00:00.000Z',
          type: 'failed',
          state: 'failed',
          message: 'Forged.',
        }),
      ],
      broken: 5,
    },
    {
      reason: 'moved to another order',
      stored: events.map(event => ({ ...event, orderId: 'order-2' })),
      broken: 1,
    },
  ])('judges a chain that is $reason', ({ stored, broken }) => {
    expect(findBrokenEvent(stored, end)).toBe(broken);
  });
});
