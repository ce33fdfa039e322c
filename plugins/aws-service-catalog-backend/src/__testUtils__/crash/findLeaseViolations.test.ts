import { PORTAL_REQUESTER } from 'backstage-plugin-aws-service-catalog-common';
import {
  LeaseEventType,
  StoredLease,
  StoredLeaseEvent,
} from '../../leases/StoredLease';
import { findLeaseViolations, LeaseFacts } from './findLeaseViolations';

const HOUR_MS = 60 * 60_000;

const at = (hours: number) =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + hours * HOUR_MS).toISOString();

function history(...happened: [LeaseEventType, number][]): StoredLeaseEvent[] {
  return happened.map(([type, hours], index) => ({
    leaseId: 'lease-1',
    sequence: index + 1,
    at: at(hours),
    type,
    message: type,
  }));
}

/** What is left of a lease of ten hours that nobody has renewed: four hours of notice, one of grace. */
function wellFacts(): LeaseFacts {
  const lease: StoredLease = {
    id: 'lease-1',
    target: 'sandbox',
    provisionedProductId: 'pp-1',
    revision: 9,
    status: 'gone',
    policy: 'Buckets',
    terms: {
      lifetimeMs: 10 * HOUR_MS,
      warnMs: 4 * HOUR_MS,
      graceMs: HOUR_MS,
      onExpiry: 'terminate',
      renewal: { periodMs: 10 * HOUR_MS, approvers: [], timeoutMs: 1 },
    },
    startedAt: at(0),
    termEndsAt: at(10),
    endsAt: at(10),
    renewals: 0,
    lastSequence: 6,
    updatedAt: at(12),
  };
  return {
    leases: [lease],
    events: history(
      ['began', 0],
      ['warning', 6],
      ['warned', 6],
      ['ended', 10],
      ['termination-ordered', 11],
      ['gone', 12],
    ),
    untold: [],
    notified: [
      {
        title: 'bucket is about to end: its lease ends on 2026-01-01 10:00 UTC',
        scope: 'lease:lease-1:people',
        users: ['user:default/payments-dev'],
        at: at(6),
      },
    ],
    orders: [
      {
        id: 'order-1',
        kind: 'terminate',
        state: 'succeeded',
        requester: PORTAL_REQUESTER,
        provisionedProduct: { name: 'bucket', id: 'pp-1' },
      },
    ],
  };
}

describe('findLeaseViolations', () => {
  it('finds nothing where all is well', () => {
    expect(findLeaseViolations(wellFacts())).toEqual([]);
  });

  it('finds nothing in a warning that was repeated, or that a renewal made idle', () => {
    const facts = wellFacts();
    facts.notified.push({ ...facts.notified[0] });
    expect(findLeaseViolations(facts)).toEqual([]);

    const [lease] = facts.leases;
    facts.leases[0] = { ...lease, renewals: 1, lastSequence: 8 };
    facts.events = history(
      ['began', 0],
      ['warning', 5],
      ['renewed', 5],
      ['warning', 6],
      ['warned', 6],
      ['ended', 10],
      ['termination-ordered', 11],
      ['gone', 12],
    );
    facts.orders.push({
      ...facts.orders[0],
      kind: 'renew',
      requester: 'user:default/payments-dev',
    });
    expect(findLeaseViolations(facts)).toEqual([]);
  });

  it.each<[string, (facts: LeaseFacts) => void, RegExp]>([
    [
      'a lease that goes on for ever',
      ({ leases }) => {
        leases[0].status = 'running';
      },
      /has not come to an end/,
    ],
    [
      'an end of which nobody was warned',
      facts => {
        facts.notified = [];
      },
      /without a warning/,
    ],
    [
      'a warning to nobody',
      ({ notified }) => {
        notified[0].users = [];
      },
      /without a warning/,
    ],
    [
      'a warning from before a renewal',
      ({ events }) => {
        events[3].type = 'renewed';
      },
      /without a warning/,
    ],
    [
      'a notice that was cut short',
      ({ events, notified }) => {
        events[1].at = at(8);
        events[2].at = at(8);
        notified[0].at = at(8);
      },
      /ended 10800000 ms after its warning/,
    ],
    [
      'an end before the one that people were told',
      ({ notified }) => {
        notified[0].title = notified[0].title.replace('10:00', '12:00');
      },
      /before 2026-01-01T12:00:00.000Z, as people were told/,
    ],
    [
      'a warning that was lost, and sent anew',
      ({ events }) => {
        events[3].type = 'warning';
        events.splice(3, 0, { ...events[2], type: 'warning' });
        events[2].type = 'reminded';
      },
      /Warning 2 of lease lease-1 was lost/,
    ],
    [
      'a warning that was noted twice',
      ({ events }) => {
        events[3].type = 'warned';
      },
      /noted as warned twice: 4/,
    ],
    [
      'a termination that was ordered twice',
      ({ orders }) => {
        orders.push({ ...orders[0], id: 'order-2' });
      },
      /ordered 2 terminations of lease lease-1, which knows 1/,
    ],
    [
      'an end that came twice',
      ({ events }) => {
        events[3].type = 'flagged';
      },
      /ended 2 times/,
    ],
    [
      'a renewal that was lost',
      ({ orders }) => {
        orders.push({ ...orders[0], kind: 'renew', requester: 'user:a/b' });
      },
      /has 0 renewals, and 0 in its history, of 1/,
    ],
    [
      'a gap in the history',
      ({ events }) => {
        events.splice(3, 1);
      },
      /has gaps/,
    ],
    [
      'an event of which nobody was told',
      ({ untold }) => {
        untold.push({ lease_id: 'lease-1', sequence: 5 });
      },
      /Nobody was told of event 5/,
    ],
    [
      'a notification that stays beside the one that it repeats',
      ({ notified }) => {
        notified.push({ ...notified[0], scope: undefined });
      },
      /replaces no other one/,
    ],
  ])('finds %s', (_, breakIt, violation) => {
    const facts = wellFacts();
    breakIt(facts);
    expect(findLeaseViolations(facts).join('\n')).toMatch(violation);
  });
});
